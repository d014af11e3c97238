using System.Globalization;
using System.Text.Json;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Transforming;

/// <summary>
/// Compares JSON values by their types: numbers by value, text by code points (times of one spelling so come in their order, in UTC with and
/// without a fraction too), true and false, objects and arrays for equality alone. Values of two types are not equal and have no
/// order. A field that is not there counts as null, which equals null only.
/// </summary>
internal static class FieldComparison
{
    public static bool Holds(FieldValue value, FilterOperator comparison, FieldValue argument) => comparison switch
    {
        FilterOperator.Equals => AreEqual(value, argument),
        FilterOperator.NotEquals => !AreEqual(value, argument),
        FilterOperator.Less => Order(value, argument) < 0,
        FilterOperator.LessOrEqual => Order(value, argument) <= 0,
        FilterOperator.Greater => Order(value, argument) > 0,
        FilterOperator.GreaterOrEqual => Order(value, argument) >= 0,
        FilterOperator.Contains => Contains(value, argument),
        FilterOperator.Exists => value.Kind != JsonValueKind.Null == (argument.Kind == JsonValueKind.True),
        _ => false,
    };

    private static bool AreEqual(FieldValue a, FieldValue b)
    {
        if (a.Kind != b.Kind)
        {
            return false;
        }

        if (a.Kind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return a.Kind is JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False || Order(a, b) == 0;
        }

        using var left = JsonDocument.Parse(a.Raw);
        using var right = JsonDocument.Parse(b.Raw);
        return JsonElement.DeepEquals(left.RootElement, right.RootElement);
    }

    /// <summary>Null where there is no order.</summary>
    private static int? Order(FieldValue a, FieldValue b) => (a.Kind, b.Kind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => Numbers(a.Raw.Span, b.Raw.Span),
        (JsonValueKind.String, JsonValueKind.String) => Texts(a.Text, b.Text),
        _ => null,
    };

    private static int Numbers(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var culture = CultureInfo.InvariantCulture;
        // Decimals tell apart what is one double, but do not reach as far.
        return decimal.TryParse(a, NumberStyles.Float, culture, out var left) && decimal.TryParse(b, NumberStyles.Float, culture, out var right)
            ? left.CompareTo(right)
            : double.Parse(a, NumberStyles.Float, culture).CompareTo(double.Parse(b, NumberStyles.Float, culture));
    }

    private static int Texts(string a, string b)
    {
        // "…:00Z" must come before "…:00.5Z".
        var both = IsUtcTime(a) && IsUtcTime(b);
        return string.CompareOrdinal(both ? a[..^1] : a, both ? b[..^1] : b);
    }

    private static bool IsUtcTime(string text) => text.Length is >= 17 and <= 40 && text[4] == '-' && text[10] == 'T' && text[^1] == 'Z';

    private static bool Contains(FieldValue value, FieldValue argument) => value.Kind switch
    {
        JsonValueKind.String => argument.Kind == JsonValueKind.String && value.Text.Contains(argument.Text, StringComparison.Ordinal),
        JsonValueKind.Array => RawJson.Items(value.Raw).Exists(item => AreEqual(item, argument)),
        _ => false,
    };
}
