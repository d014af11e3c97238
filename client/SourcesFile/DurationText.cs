using System.Globalization;

namespace Gleaner.Client.SourcesFile;

/// <summary>Durations as people write them: a number and a unit, <c>500ms</c>, <c>10s</c>, <c>1.5m</c>, <c>2h</c>.</summary>
internal static class DurationText
{
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);
    public static readonly TimeSpan LongestDeadline = TimeSpan.FromHours(24);
    public static readonly TimeSpan LongestRunDeadline = TimeSpan.FromDays(7);

    private static readonly (string Unit, double Milliseconds)[] Units = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];

    /// <summary>Parses a duration from 1 ms to <paramref name="longest"/>.</summary>
    /// <returns>What is wrong with it in one clause, or null when nothing is.</returns>
    public static string? Parse(string text, TimeSpan longest, out TimeSpan duration) => Parse(text, TimeSpan.FromMilliseconds(1), longest, out duration);

    /// <summary>Parses a duration within bounds, both included.</summary>
    /// <returns>What is wrong with it in one clause, or null when nothing is.</returns>
    public static string? Parse(string text, TimeSpan shortest, TimeSpan longest, out TimeSpan duration)
    {
        duration = default;
        foreach (var (unit, milliseconds) in Units)
        {
            // The digit first: "NaN" and "Infinity" are numbers to the framework.
            if (!text.EndsWith(unit, StringComparison.Ordinal) || !char.IsAsciiDigit(text[0])
                || !double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                continue;
            }

            var total = number * milliseconds;
            if (total < shortest.TotalMilliseconds || total > longest.TotalMilliseconds)
            {
                return $"'{text}' is out of range; from {Format(shortest)} to {Format(longest)} is allowed";
            }

            duration = TimeSpan.FromMilliseconds(total);
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? $"'{text}' has no unit; write for example 500ms, 10s or 5m"
            : $"'{text}' is not a duration; write for example 500ms, 10s or 5m";
    }

    /// <summary>The duration in its largest whole unit, as <see cref="Parse"/> reads it.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var (unit, milliseconds) = Units.Last(u => u.Milliseconds == 1 || duration.TotalMilliseconds % u.Milliseconds == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds / milliseconds:0.###}{unit}");
    }
}
