using System.Collections.Immutable;
using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary><c>contract</c>: what a source promises about its rows.</summary>
internal static class ContractSection
{
    private const int LongestColumn = 200;

    private static readonly (string Word, ContractMode Mode)[] Modes =
        [("evolve", ContractMode.Evolve), ("freeze", ContractMode.Freeze), ("discard-row", ContractMode.DiscardRow)];

    private static readonly ParsedKind<FieldType> Types = ParsedKinds.Choice([.. Enum.GetValues<FieldType>().Select(type => (TransformKey.WordOf(type), type))]);

    private static readonly Key<ContractMode> Mode = new(
        "mode", ParsedKinds.Choice(Modes), "evolve",
        "What happens to a row that does not fit: `evolve` takes new columns and types up, `freeze` fails the fetch with kind schema, `discard-row` leaves the row out and counts it.");

    private static readonly Key<FieldType> Type = new("type", Types, "", "The column's type; null fits each, unless the column is required.");
    private static readonly Key<bool> Required = new("required", ParsedKinds.Switch(), "false", "Whether a row without the column, or with null in it, does not fit.");

    private static readonly EitherKind<FieldType, SectionValues, (FieldType Type, bool Required)> Column = new(
        Types,
        new Section(Type, Required) { Required = [Type] },
        type => (type, false),
        column => (column.Value(Type) ?? default, column.Value(Required) ?? false));

    private static readonly Key<ImmutableList<NamedValue<(FieldType Type, bool Required)>>> Columns = new(
        "columns", new MapKind<(FieldType, bool)>("mapping of columns to a type, or to `{type, required}`", FaultInColumn, Column), "learned",
        "Top-level fields of a row after the transform. Without them they are learned from the first fetch that stores rows.");

    public static readonly Key<SectionValues> Key = new(
        "contract", new Section(Mode, Columns) { MayBeNone = true }, "none", "What the source promises about its rows after the transform.");

    public static string WordOf(ContractMode mode) => Modes.First(m => m.Mode == mode).Word;

    public static SchemaContract? Build(SectionValues source) => source.Get(Key) is not { IsNone: false } contract ? null : new SchemaContract(
        contract.Value(Mode) ?? ContractMode.Evolve,
        [.. (contract.Get(Columns) ?? []).Select(column => new ColumnDefinition(column.Name, column.Value.Type, column.Value.Required))]);

    private static string? FaultInColumn(string name) => name switch
    {
        "" => "is empty",
        { Length: > LongestColumn } => $"has {name.Length} characters, {LongestColumn} are allowed",
        _ when name.Any(char.IsControl) => "has a control character",
        _ => null,
    };
}
