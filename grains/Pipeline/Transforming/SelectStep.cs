namespace Gleaner.Pipeline.Transforming;

/// <summary>
/// Keeps these fields only, in this order. A field from inside is lifted up and named by its whole path (<c>user.name</c>) where it
/// gets no name of its own; what is not there is left out.
/// </summary>
internal sealed class SelectStep(IReadOnlyList<(FieldPath Path, string? As)> fields) : RowStep
{
    public override RowVerdict Apply(RowFields row)
    {
        var selected = new OrderedDictionary<string, FieldValue>(fields.Count, StringComparer.Ordinal);
        foreach (var (path, name) in fields)
        {
            if (row.TryGet(path, out var value))
            {
                selected[name ?? path.Text] = value;
            }
        }

        row.Replace(selected);
        return RowVerdict.Kept;
    }
}
