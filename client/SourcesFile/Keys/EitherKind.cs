using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Gleaner.Client.SourcesFile.Keys;

/// <summary>Text in a short form, anything else in a long one; both become the same thing.</summary>
/// <param name="fromShort">Makes it of the short form.</param>
/// <param name="fromLong">Makes it of the long form.</param>
internal sealed class EitherKind<TShort, TLong, T>(ValueKind<TShort> shortForm, ValueKind<TLong> longForm, Func<TShort, T> fromShort, Func<TLong, T> fromLong) : ValueKind<T>
{
    public override string Takes => $"{shortForm.Takes}; or {longForm.Takes}";

    public override IEnumerable<(string Before, Key Key)> Inner => longForm.Inner;

    public override bool TryRead(YamlValue value, string path, FaultList faults, [MaybeNullWhen(false)] out T result)
    {
        result = default;
        if (value is YamlText)
        {
            if (shortForm.TryRead(value, path, faults, out var brief))
            {
                result = fromShort(brief);
                return true;
            }
        }
        else if (longForm.TryRead(value, path, faults, out var full))
        {
            result = fromLong(full);
            return true;
        }

        return false;
    }

    public override JsonObject Schema() => new() { ["oneOf"] = new JsonArray(shortForm.Schema(), longForm.Schema()) };
}
