using System.Globalization;

namespace Gleaner.Client.SourcesFile;

/// <summary>So many in an interval.</summary>
internal readonly record struct Rate(int Count, TimeSpan Interval);

/// <summary>Rates as people write them: a whole number for each second, minute, hour or day, <c>50/s</c>, <c>1000/h</c>.</summary>
internal static class RateText
{
    public const int Most = 100_000;

    private static readonly (string Unit, TimeSpan Interval)[] Units =
        [("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1))];

    /// <returns>What is wrong with it in one clause, or null when nothing is.</returns>
    public static string? Parse(string text, out Rate rate)
    {
        rate = default;
        var parts = text.Split('/');
        var isNumber = int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        if (parts.Length == 1 && isNumber)
        {
            return $"'{text}' has no interval; write for example 50/s, 600/m or 1000/h";
        }

        var unit = parts.Length == 2 ? Array.Find(Units, u => u.Unit == parts[1]) : default;
        if (!isNumber || unit.Unit is null)
        {
            return $"'{text}' is not a rate; write for example 50/s, 600/m or 1000/h";
        }

        if (count is < 1 or > Most)
        {
            return string.Create(CultureInfo.InvariantCulture, $"'{text}' is out of range; from 1 to {Most:#,0} in an interval is allowed");
        }

        rate = new Rate(count, unit.Interval);
        return null;
    }

    public static string Format(int count, TimeSpan interval) =>
        string.Create(CultureInfo.InvariantCulture, $"{count}/{Array.Find(Units, u => u.Interval == interval).Unit ?? DurationText.Format(interval)}");
}
