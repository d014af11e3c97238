using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Parsing;

namespace Gleaner.Pipeline.Transforming;

/// <summary>A transform made ready for many rows.</summary>
internal sealed class TransformPlan
{
    private const string DefaultSeparator = "_";

    private TransformPlan(IReadOnlyList<(string Name, RowStep Step)> steps) => Steps = steps;

    public static TransformPlan Empty { get; } = new([]);

    /// <summary>Each with its name in messages: step 2 (cast).</summary>
    public IReadOnlyList<(string Name, RowStep Step)> Steps { get; }

    /// <param name="fault">Null when the plan can be used, else a sentence. The sources file finds the same faults when it is checked.</param>
    public static TransformPlan Compile(TransformDefinition transform, out string? fault)
    {
        var steps = new List<(string, RowStep)>();
        foreach (var step in transform.Steps.IsDefault ? [] : transform.Steps)
        {
            var name = $"step {steps.Count + 1} ({Kind(step.Kind)})";
            try
            {
                steps.Add((name, Compile(step)));
            }
            catch (FormatException error)
            {
                fault = $"The transform's {name} cannot be used: {error.Message}.";
                return Empty;
            }
        }

        fault = null;
        return new TransformPlan(steps);
    }

    private static RowStep Compile(TransformStep step)
    {
        var fields = step.Fields.IsDefault ? [] : step.Fields;
        return step.Kind switch
        {
            TransformKind.Select => new SelectStep([.. fields.Select(field => (Path(field), field.Argument))]),
            TransformKind.Drop => new DropStep([.. fields.Select(Path)]),
            TransformKind.Rename => new RenameStep([.. fields.Select(field => (Path(field), field.Argument ?? throw Fault(field, "needs a new name")))]),
            TransformKind.Cast => new CastStep([.. fields.Select(field => (Path(field), Type(field)))]),
            TransformKind.Filter => new FilterStep(
                step.Operator ?? throw new FormatException("it needs an operator"),
                [.. fields.Select(field => (Path(field), Value(field)))]),
            TransformKind.Constant => new ConstantStep(fields.Select(field => (Path(field), Placed(field)))),
            TransformKind.Flatten => new FlattenStep([.. fields.Select(field => (Path(field), field.Argument ?? DefaultSeparator))]),
            _ => throw new FormatException("nobody knows it"),
        };
    }

    private static FieldPath Path(TransformField field) => field.Field.Length > 0 ? new FieldPath(field.Field) : throw new FormatException("a field has no name");

    private static FieldType Type(TransformField field) =>
        ColumnTypes.TryRead(field.Argument, out var type) ? type : throw Fault(field, $"cannot be cast to '{field.Argument}'");

    /// <summary>The argument as a JSON value that any store can read.</summary>
    private static FieldValue Value(TransformField field)
    {
        // In an array, so that an argument that is one counts as one value.
        var records = JsonRecords.Read(System.Text.Encoding.UTF8.GetBytes($"[{field.Argument}]"), out var fault);
        return fault is null && records.Count == 1 ? new FieldValue(records[0]) : throw Fault(field, $"needs a JSON value and has {Shown.Name(field.Argument ?? "none")}");
    }

    /// <summary>The same, at its place in the row not too deep for a store.</summary>
    private static FieldValue Placed(TransformField field)
    {
        var value = Value(field);
        var around = new FieldPath(field.Field).Parts.Length;
        var wrapped = $"{new string('[', around)}{field.Argument}{new string(']', around)}";
        JsonRecords.Read(System.Text.Encoding.UTF8.GetBytes($"[{wrapped}]"), out var fault);
        return fault is null ? value : throw Fault(field, "is too deep for a database");
    }

    private static FormatException Fault(TransformField field, string clause) => new($"'{field.Field}' {clause}");

    private static string Kind(TransformKind kind) => kind.ToString().ToLowerInvariant();
}
