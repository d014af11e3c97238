using System.Collections.Immutable;
using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary><c>transform</c>: a list of steps, each a mapping with the step's name.</summary>
internal static class TransformKey
{
    private static readonly (string Word, FieldType Type)[] CastTypes =
        [("text", FieldType.Text), ("integer", FieldType.Integer), ("number", FieldType.Number), ("boolean", FieldType.Boolean), ("timestamp", FieldType.Timestamp)];

    private static readonly EitherKind<string, ImmutableList<NamedValue<string>>, ImmutableList<NamedValue<string?>>> Selected = new(
        FieldPath.OfRow,
        new MapKind<string>("mapping of one field to its new name", FieldPath.FaultInField, FieldPath.OfRow),
        field => [new NamedValue<string?>(field, null)],
        renamed => [.. renamed.Select(entry => new NamedValue<string?>(entry.Name, entry.Value))]);

    private static readonly Key<ImmutableList<ImmutableList<NamedValue<string?>>>> Select = new(
        "select", new ListKind<ImmutableList<NamedValue<string?>>>("list of fields, or `{old: new}`", Selected), "", "Keeps only these fields, in this order. One from inside another is named by its whole path unless it gets a name.");

    private static readonly Key<ImmutableList<string>> Drop = new("drop", new ListKind<string>("list of fields", FieldPath.OfRow), "", "Removes fields.");

    private static readonly Key<ImmutableList<NamedValue<string>>> Rename = new(
        "rename", new MapKind<string>("mapping of old names to new ones", FieldPath.FaultInField, FieldPath.OfRow), "", "Renames fields.");

    private static readonly Key<ImmutableList<NamedValue<FieldType>>> Cast = new(
        "cast", new MapKind<FieldType>("mapping of fields to `text`, `integer`, `number`, `boolean` or `timestamp`", FieldPath.FaultInField, ParsedKinds.Choice(CastTypes)), "",
        "Turns fields into a type. A value that cannot be turned makes a bad row.");

    private static readonly Key<ImmutableList<NamedValue<string>>> Constant = new(
        "constant", new MapKind<string>("mapping of fields to values", FieldPath.FaultInField, new JsonKind()), "", "Sets fields to values.");

    private static readonly Key<ImmutableList<NamedValue<string>>> Flatten = new(
        "flatten", new MapKind<string>("mapping of fields to separators", FieldPath.FaultInField, new TextKind("text", text => text.Any(char.IsControl) ? "the separator has a control character" : null)), "",
        "Lifts the members of an object up, named field + separator + member.");

    private static readonly Section Step = new(Select, Drop, Rename, Cast, FilterSection.Key, Constant, Flatten) { ExactlyOne = true };

    public static readonly Key<ImmutableList<SectionValues>> Key = new(
        "transform", new ListKind<SectionValues>("list of steps", Step), "none", "Steps that each record goes through, in order; each is a mapping with one key. A source's own take the place of the defaults'.");

    public static string WordOf(FieldType type) => type.ToString().ToLowerInvariant();

    public static TransformDefinition? Build(SectionValues source) =>
        source.Get(Key) is { Count: > 0 } steps ? new TransformDefinition([.. steps.Select(BuildStep).OfType<TransformStep>()]) : null;

    private static TransformStep? BuildStep(SectionValues step) => step switch
    {
        _ when step.Get(Select) is { } fields => new TransformStep(TransformKind.Select, [.. fields.SelectMany(f => f).Select(f => new TransformField(f.Name, f.Value))]),
        _ when step.Get(Drop) is { } fields => new TransformStep(TransformKind.Drop, [.. fields.Select(f => new TransformField(f))]),
        _ when step.Get(Rename) is { } fields => new TransformStep(TransformKind.Rename, Fields(fields, name => name)),
        _ when step.Get(Cast) is { } fields => new TransformStep(TransformKind.Cast, Fields(fields, WordOf)),
        _ when step.Get(FilterSection.Key) is { } filter => FilterSection.Build(filter),
        _ when step.Get(Constant) is { } fields => new TransformStep(TransformKind.Constant, Fields(fields, json => json)),
        _ when step.Get(Flatten) is { } fields => new TransformStep(TransformKind.Flatten, Fields(fields, separator => separator)),
        _ => null,
    };

    private static ImmutableArray<TransformField> Fields<T>(ImmutableList<NamedValue<T>> fields, Func<T, string> argument) =>
        [.. fields.Select(field => new TransformField(field.Name, argument(field.Value)))];
}
