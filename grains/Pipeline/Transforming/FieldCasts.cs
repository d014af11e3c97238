using System.Globalization;
using System.Text;
using System.Text.Json;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Parsing;

namespace Gleaner.Pipeline.Transforming;

/// <summary>
/// The rules of a cast. Outer white space in text does not count, and text that is empty is null in any type but text.
/// <list type="bullet">
/// <item>text: a number as it was sent, true and false as words, an object or array as its JSON.</item>
/// <item>integer: <c>12</c>, <c>"12"</c>, <c>"+012"</c>, <c>12.0</c>, <c>1e3</c>; true is 1 and false 0. Of any size; 12.5 fails.</item>
/// <item>number: the same with a fraction, in English spelling; all digits stay.</item>
/// <item>boolean: true and false, also as text of any case, and 1 and 0.</item>
/// <item>timestamp: ISO 8601 and RFC 1123 text (<see cref="Timestamps"/>), which becomes ISO 8601 in UTC.</item>
/// <item>object, array: nothing but what is one.</item>
/// </list>
/// </summary>
internal static class FieldCasts
{
    /// <summary>Longer texts are no numbers.</summary>
    private const int MaxNumberLength = 300;

    private static readonly FieldValue True = new("true"u8.ToArray());
    private static readonly FieldValue False = new("false"u8.ToArray());

    /// <param name="value">Not null.</param>
    /// <returns>Null when it cannot be turned.</returns>
    public static FieldValue? Cast(FieldValue value, FieldType type) => type switch
    {
        FieldType.Text => value.Kind == JsonValueKind.String ? value : FieldValue.String(value.Text),
        FieldType.Object => value.Kind == JsonValueKind.Object ? value : null,
        FieldType.Array => value.Kind == JsonValueKind.Array ? value : null,
        _ when value.Kind is JsonValueKind.Object or JsonValueKind.Array => null,
        _ when value.Kind == JsonValueKind.String => FromText(value.Text.AsSpan().Trim(), type),
        FieldType.Integer or FieldType.Number when value.Kind is JsonValueKind.True or JsonValueKind.False => Number(value.Kind == JsonValueKind.True ? "1" : "0"),
        FieldType.Integer => IsInteger(value) ? value : Integer(value.Text),
        FieldType.Number => value,
        FieldType.Boolean => value.Kind is JsonValueKind.True or JsonValueKind.False ? value : Boolean(value.Text),
        _ => null,
    };

    /// <summary>A number without fraction and exponent.</summary>
    public static bool IsInteger(FieldValue value) => value.Kind == JsonValueKind.Number && value.Raw.Span.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;

    private static FieldValue? FromText(ReadOnlySpan<char> text, FieldType type) =>
        text.IsEmpty ? FieldValue.Null
        : type switch
        {
            FieldType.Integer => Integer(text),
            FieldType.Number => Number(Spelled(text)),
            FieldType.Boolean => Boolean(text),
            FieldType.Timestamp => Timestamps.TryRead(text, out var time) ? FieldValue.String(Timestamps.ToIso(time)) : null,
            _ => null,
        };

    private static FieldValue? Integer(ReadOnlySpan<char> text)
    {
        var spelled = Spelled(text);
        if (spelled is null || spelled.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            return Number(spelled);
        }

        return decimal.TryParse(spelled, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && decimal.Truncate(number) == number
            ? Number(number.ToString("0", CultureInfo.InvariantCulture))
            : null;
    }

    private static FieldValue? Boolean(ReadOnlySpan<char> text) =>
        text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase) ? True
        : text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase) ? False
        : null;

    private static FieldValue? Number(string? spelled) => spelled is null ? null : new FieldValue(Encoding.ASCII.GetBytes(spelled));

    /// <summary>The number as JSON spells it, with the same digits; null when it is none or no double can hold it.</summary>
    private static string? Spelled(ReadOnlySpan<char> text)
    {
        const NumberStyles English = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (text.Length > MaxNumberLength || !double.TryParse(text, English, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return null;
        }

        var minus = text[0] == '-';
        var digits = text.TrimStart("+-");
        var exponent = digits.IndexOfAny('e', 'E') is var e and >= 0 ? digits[e..] : default;
        digits = digits[..^exponent.Length];
        var fraction = digits.IndexOf('.') is var dot and >= 0 ? digits[dot..] : default;
        var whole = digits[..^fraction.Length].TrimStart('0');
        return string.Concat(minus && number != 0 ? "-" : "", whole.IsEmpty ? "0" : whole, fraction.Length > 1 ? fraction : default, exponent);
    }
}
