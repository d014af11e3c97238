using System.Globalization;

namespace Gleaner.Pipeline.Parsing;

/// <summary>
/// Points in time as the web writes them: ISO 8601 (date alone, or date and time, with or without seconds, fraction and offset) and RFC 1123
/// with its elder spellings (RFC 822: no weekday, years of two digits, named American zones). Without an offset it is UTC.
/// </summary>
internal static class Timestamps
{
    /// <summary>As many digits as a clock here has; more are cut off.</summary>
    private const int FractionDigits = 7;

    /// <summary>Longer text is no point in time.</summary>
    private const int MaxLength = 64;

    private static readonly string[] IsoFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd", "yyyyMMdd'T'HHmmssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>Hours from UTC (RFC 822, 5.1).</summary>
    private static readonly Dictionary<string, int> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["GMT"] = 0, ["UT"] = 0, ["UTC"] = 0, ["Z"] = 0,
        ["EST"] = -5, ["EDT"] = -4, ["CST"] = -6, ["CDT"] = -5, ["MST"] = -7, ["MDT"] = -6, ["PST"] = -8, ["PDT"] = -7,
    };

    public static bool TryRead(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        text = text.Trim();
        time = default;
        return text.Length is > 0 and <= MaxLength && (TryIso(text, out time) || TryRfc(text, out time));
    }

    /// <summary>ISO 8601 alone.</summary>
    public static bool TryIso(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is < 8 or > MaxLength || !char.IsAsciiDigit(text[0]))
        {
            return false;
        }

        var plain = text.ToString();
        if (plain.Length > 10 && plain[10] is ' ' or 't')
        {
            plain = $"{plain.AsSpan(0, 10)}T{plain.AsSpan(11)}";
        }

        plain = WithShortFraction(plain.EndsWith('z') ? $"{plain.AsSpan(0, plain.Length - 1)}Z" : plain);
        return DateTimeOffset.TryParseExact(plain, IsoFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }

    /// <summary>ISO 8601 in UTC, with a fraction only where there is one: <c>2024-05-01T12:00:00Z</c>.</summary>
    public static string ToIso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string WithShortFraction(string text)
    {
        var dot = text.IndexOfAny(['.', ',']);
        if (dot < 0)
        {
            return text;
        }

        var end = dot + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return $"{text.AsSpan(0, dot)}.{text.AsSpan(dot + 1, Math.Min(end - dot - 1, FractionDigits))}{text.AsSpan(end)}";
    }

    /// <summary>[weekday,] day month year hour:minute[:second] zone.</summary>
    private static bool TryRfc(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        var comma = text.IndexOf(',');
        var parts = text[(comma + 1)..].ToString().Replace('-', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // The minus of an offset was split off with those of "06-Nov-94".
        var west = text.LastIndexOf('-') is var minus and >= 0 && minus > text.LastIndexOf(':') && text.Contains(':');
        if (parts.Length is < 4 or > 5
            || !Number(parts[0], 2, out var day)
            || Array.FindIndex(Months, month => parts[1].StartsWith(month, StringComparison.OrdinalIgnoreCase)) is var month && month < 0
            || !Number(parts[2], 4, out var year)
            || !TimeSpan.TryParseExact(parts[3], [@"hh\:mm\:ss", @"h\:mm\:ss", @"hh\:mm", @"h\:mm"], CultureInfo.InvariantCulture, out var clock)
            || !Offset(parts.Length == 5 ? parts[4] : "GMT", west, out var offset))
        {
            return false;
        }

        // RFC 2822, 4.3.
        year += parts[2].Length switch { 2 => year < 50 ? 2000 : 1900, 3 => 1900, _ => 0 };
        if (year is < 1 or > 9998 || day < 1 || day > DateTime.DaysInMonth(year, month + 1) || year == 1)
        {
            return false;
        }

        time = new DateTimeOffset(new DateTime(year, month + 1, day, 0, 0, 0, DateTimeKind.Utc) + clock - offset);
        return true;
    }

    private static bool Offset(string zone, bool west, out TimeSpan offset)
    {
        offset = default;
        if (Zones.TryGetValue(zone, out var hours))
        {
            offset = TimeSpan.FromHours(hours);
            return true;
        }

        var digits = zone.TrimStart('+').Replace(":", "", StringComparison.Ordinal);
        if (digits.Length != 4 || !Number(digits, 4, out var number) || number / 100 > 14 || number % 100 > 59 || !(west || zone[0] == '+'))
        {
            return false;
        }

        offset = new TimeSpan(number / 100, number % 100, 0) * (west ? -1 : 1);
        return true;
    }

    private static bool Number(string text, int mostDigits, out int number)
    {
        number = 0;
        return text.Length <= mostDigits && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
