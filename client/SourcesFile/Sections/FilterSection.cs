using System.Collections.Immutable;
using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary><c>filter</c>, a step of <c>transform</c>: a field and one comparison.</summary>
internal static class FilterSection
{
    private static readonly JsonKind Scalar = new(scalarsOnly: true);

    private static readonly Key<string> Field = new("field", FieldPath.OfRow, "", "The field to look at.");
    private static readonly Key<string> EqualTo = new("equals", new JsonKind(), "", "Keeps rows whose field is this.");
    private static readonly Key<string> NotEqualTo = new("not_equals", new JsonKind(), "", "Keeps rows whose field is not this.");
    private static readonly Key<string> Less = new("less", Scalar, "", "Keeps rows whose field is less than this.");
    private static readonly Key<string> LessOrEqual = new("less_or_equal", Scalar, "", "Keeps rows whose field is at most this.");
    private static readonly Key<string> Greater = new("greater", Scalar, "", "Keeps rows whose field is greater than this.");
    private static readonly Key<string> GreaterOrEqual = new("greater_or_equal", Scalar, "", "Keeps rows whose field is at least this.");
    private static readonly Key<string> Contains = new("contains", Scalar, "", "Keeps rows whose field, a text or a list, contains this.");
    private static readonly Key<bool> Exists = new("exists", ParsedKinds.Switch(), "", "Keeps rows whose field is there and not null (`true`), or is not (`false`).");

    private static readonly (Key<string> Key, FilterOperator Operator)[] Comparisons =
    [
        (EqualTo, FilterOperator.Equals), (NotEqualTo, FilterOperator.NotEquals), (Less, FilterOperator.Less), (LessOrEqual, FilterOperator.LessOrEqual),
        (Greater, FilterOperator.Greater), (GreaterOrEqual, FilterOperator.GreaterOrEqual), (Contains, FilterOperator.Contains),
    ];

    public static readonly Key<SectionValues> Key = new(
        "filter",
        new Section([Field, .. Comparisons.Select(c => (Key)c.Key), Exists]) { Required = [Field], AlsoOneOf = [.. Comparisons.Select(c => (Key)c.Key), Exists] },
        "", "Keeps only rows whose `field` compares so; exactly one comparison.");

    public static string WordOf(FilterOperator op) => op is FilterOperator.Exists ? Exists.Name : Comparisons.First(c => c.Operator == op).Key.Name;

    public static TransformStep? Build(SectionValues filter)
    {
        if (filter.Get(Field) is not { } field)
        {
            return null;
        }

        if (filter.Value(Exists) is { } exists)
        {
            return Step(field, exists ? "true" : "false", FilterOperator.Exists);
        }

        var (key, op) = Array.Find(Comparisons, c => filter.Get(c.Key) is not null);
        return key is null ? null : Step(field, filter.Get(key)!, op);
    }

    private static TransformStep Step(string field, string argument, FilterOperator op) =>
        new(TransformKind.Filter, [new TransformField(field, argument)], op);
}
