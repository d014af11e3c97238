using System.Globalization;

namespace Gleaner.Pipeline.Fetching;

/// <summary>How long a response may be taken for fresh (RFC 9111, 4.2). We are a private cache: s-maxage is not for us.</summary>
internal static class Freshness
{
    /// <summary>Longest freshness that is believed.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private static readonly TimeSpan Century = TimeSpan.FromDays(36_500);

    /// <summary>Between zero and <see cref="Longest"/>; null when the response does not say, or says that it must not be kept.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider time)
    {
        var (general, content) = (response.Headers.NonValidated, response.Content.Headers.NonValidated);
        var control = BodyReader.Value(general, "Cache-Control");
        var expires = BodyReader.Value(content, "Expires");
        return control is null && expires is null
            ? null
            : Read(control, expires, BodyReader.Value(general, "Date"), BodyReader.Value(general, "Age"), time.GetUtcNow());
    }

    /// <summary>The same from the headers as sent, null where there is none.</summary>
    public static TimeSpan? Read(string? cacheControl, string? expires, string? date, string? age, DateTimeOffset now)
    {
        TimeSpan? lifetime = null;
        foreach (var (name, value) in Directives(cacheControl ?? ""))
        {
            if (name is "no-cache" or "no-store")
            {
                return null;
            }

            if (name == "max-age")
            {
                // The first one counts, and one that makes no sense is stale (RFC 9111, 4.2.1).
                lifetime ??= Seconds(value) ?? TimeSpan.Zero;
            }
        }

        if (lifetime is null && expires is not null)
        {
            // A date that makes no sense, "0" above all, is one in the past (RFC 9111, 5.3).
            lifetime = HttpDate.Read(expires) is { } end ? end - (HttpDate.Read(date) ?? now) : TimeSpan.Zero;
        }

        return lifetime is { } fresh ? Clamp(fresh - (Seconds(age) ?? TimeSpan.Zero)) : null;
    }

    /// <summary>The directives in order, names in lower case, values without quotes. A comma inside quotes does not end one.</summary>
    private static IEnumerable<(string Name, string Value)> Directives(string text)
    {
        var (start, quoted) = (0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (text[i] == '"' || text[i] != ',' || quoted))
            {
                quoted ^= text[i] == '"';
                continue;
            }

            var directive = text[start..i];
            start = i + 1;
            var equals = directive.IndexOf('=', StringComparison.Ordinal);
            var name = (equals < 0 ? directive : directive[..equals]).Trim().ToLowerInvariant();
            yield return (name, equals < 0 ? "" : directive[(equals + 1)..].Trim().Trim('"'));
        }
    }

    /// <summary>Null for what is no whole number; more than a century is a century, whatever the number of digits.</summary>
    private static TimeSpan? Seconds(string? value)
    {
        value = value?.Trim();
        if (string.IsNullOrEmpty(value) || !value.All(char.IsAsciiDigit))
        {
            return null;
        }

        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < Century.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : Century;
    }

    private static TimeSpan Clamp(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span > Longest ? Longest : span;
}
