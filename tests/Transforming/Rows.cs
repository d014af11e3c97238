using System.Collections.Immutable;
using System.Text;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Transforming;

namespace Gleaner.Tests.Transforming;

/// <summary>Sends rows written as JSON through a transform.</summary>
internal static class Rows
{
    public static TransformStep Step(TransformKind kind, params (string Field, string? Argument)[] fields) =>
        new(kind, [.. fields.Select(field => new TransformField(field.Field, field.Argument))]);

    public static TransformStep Filter(string field, FilterOperator comparison, string argument) =>
        new(TransformKind.Filter, [new TransformField(field, argument)], comparison);

    public static TransformedRows Transform(string[] records, SchemaContract? contract, ImmutableArray<ColumnDefinition> learned, bool learning, params TransformStep[] steps) =>
        new Transformer().Transform(
            [.. records.Select(record => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(record))],
            new SourceDefinition { Name = "s", Url = "http://x", Transform = steps.Length == 0 ? null : new TransformDefinition([.. steps]), Contract = contract },
            learned,
            learning);

    public static TransformedRows Transform(string record, params TransformStep[] steps) => Transform([record], null, [], false, steps);

    /// <summary>The one row, or why there is none.</summary>
    public static string Row(string record, params TransformStep[] steps)
    {
        var rows = Transform(record, steps);
        return rows.Samples.IsEmpty ? string.Join('|', Texts(rows)) : rows.Samples[0].Reason;
    }

    public static string[] Texts(TransformedRows rows) => [.. rows.Rows.Select(row => Encoding.UTF8.GetString(row.Span))];
}
