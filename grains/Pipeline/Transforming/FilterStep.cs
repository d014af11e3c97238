using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Transforming;

/// <summary>Keeps rows for which all of its comparisons hold.</summary>
internal sealed class FilterStep(FilterOperator comparison, IReadOnlyList<(FieldPath Path, FieldValue Argument)> fields) : RowStep
{
    public override RowVerdict Apply(RowFields row)
    {
        foreach (var (path, argument) in fields)
        {
            var value = row.TryGet(path, out var found) ? found : FieldValue.Null;
            if (!FieldComparison.Holds(value, comparison, argument))
            {
                return RowVerdict.LeftOut;
            }
        }

        return RowVerdict.Kept;
    }
}
