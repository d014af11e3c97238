using System.Text.Json;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Transforming;

/// <summary>Turns fields into a type by the rules of <see cref="FieldCasts"/>. Null stays null.</summary>
internal sealed class CastStep(IReadOnlyList<(FieldPath Path, FieldType Type)> fields) : RowStep
{
    public override RowVerdict Apply(RowFields row)
    {
        foreach (var (path, type) in fields)
        {
            if (!row.TryGet(path, out var value) || value.Kind == JsonValueKind.Null)
            {
                continue;
            }

            if (FieldCasts.Cast(value, type) is not { } cast)
            {
                return RowVerdict.Refused($"'{path}' is {Shown.Value(value)} and cannot be cast to {ColumnTypes.Name(type)}");
            }

            row.Set(path, path.Parts, cast);
        }

        return RowVerdict.Kept;
    }
}
