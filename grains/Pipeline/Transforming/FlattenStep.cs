using System.Text.Json;

namespace Gleaner.Pipeline.Transforming;

/// <summary>
/// Lifts the members of an object up into the object that holds it, at its place, named by the field, a separator and their own
/// name. Null goes with nothing in its place; any other value, and a name that is taken, make a bad row.
/// </summary>
internal sealed class FlattenStep(IReadOnlyList<(FieldPath Path, string Separator)> fields) : RowStep
{
    public override RowVerdict Apply(RowFields row)
    {
        foreach (var (path, separator) in fields)
        {
            if (!row.TryGet(path, out var value))
            {
                continue;
            }

            var (holder, name) = row.Holder(path);
            if (holder is null)
            {
                return RowVerdict.Refused($"'{path}' is an element of an array and cannot be flattened");
            }

            if (value.Kind is not (JsonValueKind.Object or JsonValueKind.Null))
            {
                return RowVerdict.Refused($"'{path}' is {Shown.Value(value)}, which is no object");
            }

            var members = (value.AsObject()?.Fields ?? []).Select(member => KeyValuePair.Create($"{name}{separator}{member.Key}", member.Value)).ToList();
            if (members.Find(member => holder.TryGet(member.Key, out _)) is { Key: { } taken })
            {
                return RowVerdict.Refused($"'{path}' cannot be flattened: there is a field '{taken}' already");
            }

            holder.Spread(name, members);
        }

        return RowVerdict.Kept;
    }
}
