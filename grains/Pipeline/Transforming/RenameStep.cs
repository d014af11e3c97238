namespace Gleaner.Pipeline.Transforming;

/// <summary>
/// Renames fields, all of them at once, so that two can swap their names. A field keeps its place and its object; another that has
/// the new name already gives way.
/// </summary>
internal sealed class RenameStep(IReadOnlyList<(FieldPath Path, string To)> fields) : RowStep
{
    public override RowVerdict Apply(RowFields row)
    {
        var renames = new Dictionary<RowFields, Dictionary<string, string>>();
        foreach (var (path, to) in fields)
        {
            if (!row.TryGet(path, out _))
            {
                continue;
            }

            var (holder, name) = row.Holder(path);
            if (holder is null)
            {
                return RowVerdict.Refused($"'{path}' is an element of an array and has no name");
            }

            if (!renames.TryGetValue(holder, out var names))
            {
                renames[holder] = names = new Dictionary<string, string>(StringComparer.Ordinal);
            }

            names[name] = to;
        }

        foreach (var (holder, names) in renames)
        {
            Rename(holder, names);
        }

        return RowVerdict.Kept;
    }

    private static void Rename(RowFields holder, Dictionary<string, string> names)
    {
        var taken = names.Values.ToHashSet(StringComparer.Ordinal);
        var renamed = new OrderedDictionary<string, FieldValue>(holder.Count, StringComparer.Ordinal);
        foreach (var (name, value) in holder.Fields)
        {
            if (names.TryGetValue(name, out var to))
            {
                renamed[to] = value;
            }
            else if (!taken.Contains(name))
            {
                renamed[name] = value;
            }
        }

        holder.Replace(renamed);
    }
}
