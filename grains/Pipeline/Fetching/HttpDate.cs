using System.Globalization;

namespace Gleaner.Pipeline.Fetching;

/// <summary>Reads the dates of HTTP headers in their three forms (RFC 9110, 5.6.7).</summary>
internal static class HttpDate
{
    private static readonly string[] Forms =
    [
        "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        "dddd, dd-MMM-yy HH:mm:ss 'GMT'",
        "ddd MMM d HH:mm:ss yyyy",
        "ddd MMM  d HH:mm:ss yyyy",
    ];

    public static DateTimeOffset? Read(string? value) =>
        DateTimeOffset.TryParseExact(value?.Trim(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
