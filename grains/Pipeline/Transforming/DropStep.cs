namespace Gleaner.Pipeline.Transforming;

/// <summary>Removes fields. An element of an array cannot be removed: those behind it would change their numbers.</summary>
internal sealed class DropStep(IReadOnlyList<FieldPath> fields) : RowStep
{
    public override RowVerdict Apply(RowFields row)
    {
        foreach (var path in fields)
        {
            if (!row.TryGet(path, out _))
            {
                continue;
            }

            var (holder, name) = row.Holder(path);
            if (holder is null)
            {
                return RowVerdict.Refused($"'{path}' is an element of an array, which cannot be dropped");
            }

            holder.Remove(name);
        }

        return RowVerdict.Kept;
    }
}
