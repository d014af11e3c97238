using System.Globalization;

namespace Gleaner.Pipeline.Fetching;

/// <summary>Reads Retry-After: seconds or an HTTP date (RFC 9110, 10.2.3).</summary>
public static class RetryAfter
{
    /// <summary>The wait it asks for, between zero and <paramref name="most"/>; a date in the past is zero. Null when there is none or it makes no sense.</summary>
    public static TimeSpan? Read(string? value, DateTimeOffset now, TimeSpan most)
    {
        value = value?.Trim();
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        if (value.All(char.IsAsciiDigit))
        {
            // More digits than a long holds is still "a very long time".
            return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < most.TotalSeconds
                ? TimeSpan.FromSeconds(seconds)
                : most;
        }

        if (HttpDate.Read(value) is not { } date)
        {
            return null;
        }

        var wait = date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > most ? most : wait;
    }
}
