using System.Globalization;

namespace Gleaner.Client.Output;

/// <summary>A database value as text, the same for every store and culture.</summary>
internal static class CellText
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <returns>The text, or null for NULL.</returns>
    public static string? Of(object? value) => value switch
    {
        null or DBNull => null,
        string text => text,
        bool flag => flag ? "1" : "0",
        byte[] bytes => Convert.ToBase64String(bytes),

        // Times in the store are UTC and carry no zone.
        DateTime time => time.ToString(TimeFormat, CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    public static bool IsNumber(object? value) => value is sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal;
}
