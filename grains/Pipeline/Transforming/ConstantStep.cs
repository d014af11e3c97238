using System.Text;
using System.Text.Json;

namespace Gleaner.Pipeline.Transforming;

/// <summary>Sets fields to values that are always the same, with the objects on the way to them where those are not there yet.</summary>
internal sealed class ConstantStep : RowStep
{
    private readonly List<(FieldPath Path, FieldValue[] From)> _fields = [];

    /// <param name="fields">Each with its value.</param>
    public ConstantStep(IEnumerable<(FieldPath Path, FieldValue Value)> fields)
    {
        foreach (var (path, value) in fields)
        {
            _fields.Add((path, Wrapped(path, value)));
        }
    }

    public override RowVerdict Apply(RowFields row)
    {
        foreach (var (path, from) in _fields)
        {
            if (path.Parts.Length == 1 || row.TryGet(path.Text, out _))
            {
                row[path.Text] = from[^1];
                continue;
            }

            // The longest part of the path that is there holds what is missing of it.
            var there = path.Parts.Length;
            var holder = default(FieldValue);
            while (there > 0 && !TryGet(row, path.Parts.AsSpan(0, there), out holder))
            {
                there--;
            }

            if (there > 0 && there < path.Parts.Length && holder.Kind != JsonValueKind.Object)
            {
                return RowVerdict.Refused($"'{path}' leads through {Shown.Value(holder)}, which is no object");
            }

            var length = Math.Min(there + 1, path.Parts.Length);
            row.Set(path, path.Parts.AsSpan(0, length), from[length - 1]);
        }

        return RowVerdict.Kept;
    }

    private static bool TryGet(RowFields row, ReadOnlySpan<string> parts, out FieldValue value)
    {
        if (!row.TryGet(parts[0], out value))
        {
            return false;
        }

        foreach (var part in parts[1..])
        {
            if (!value.TryGet(part, out value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>For each part of the path, what has to stand there if it is the first that is missing.</summary>
    private static FieldValue[] Wrapped(FieldPath path, FieldValue value)
    {
        var from = new FieldValue[path.Parts.Length];
        from[^1] = value;
        for (var i = from.Length - 2; i >= 0; i--)
        {
            var name = Encoding.UTF8.GetString(FieldValue.String(path.Parts[i + 1]).Raw.Span);
            from[i] = new FieldValue(Encoding.UTF8.GetBytes($"{{{name}:{Encoding.UTF8.GetString(from[i + 1].Raw.Span)}}}"));
        }

        return from;
    }
}
