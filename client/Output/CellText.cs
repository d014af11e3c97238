using System.Globalization;

namespace Gleaner.Client.Output;

/// <summary>Values as text, the same for every culture.</summary>
internal static class CellText
{
    /// <summary>A value of a query, or null for NULL; the store has made times and bytes into text.</summary>
    public static string? Of(object? value) => value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString();

    /// <summary>A time as the store's tables have it: ISO 8601, UTC, milliseconds.</summary>
    public static string? Of(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
