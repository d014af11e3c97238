namespace Gleaner.Pipeline.Fetching;

/// <summary>The hops of one attempt: where a redirect leads, how it is asked for there, and whether it may be followed.</summary>
/// <param name="secretBody">True when the body holds a secret, which another origin must not see.</param>
internal sealed class Redirects(Hop start, int most, bool secretBody = false)
{
    private readonly List<Hop> _visited = [start];

    /// <summary>The next hop, or null with the reason as a sentence.</summary>
    /// <param name="location">Location header as sent, or null.</param>
    public Hop? Follow(Hop from, int status, string? location, out string fault)
    {
        fault = "";
        if (!Uri.TryCreate(from.Url, location, out var url) || location!.Length == 0)
        {
            fault = $"{from.Name} redirects without saying where to.";
            return null;
        }

        var (method, withBody) = Ask(from, status);
        // Trust that was lost does not come back when a later hop returns home.
        var next = new Hop(url, method, from.Trusted && Hop.SameOrigin(start.Url, url), withBody);
        if (!PreparedRequest.IsHttp(url) || url.Host.Length == 0)
        {
            fault = $"{from.Name} redirects to something that is not an http or https URL.";
        }
        else if (from.Url.Scheme == Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttps)
        {
            fault = $"{from.Name} redirects from https to http, which would give up the encryption.";
        }
        else if (secretBody && withBody && !next.Trusted)
        {
            fault = $"{from.Name} redirects to another origin, where the secret in the request's body must not go.";
        }
        else if (_visited.Exists(hop => SameRequest(hop, next)))
        {
            fault = $"{from.Name} redirects in a loop.";
        }
        else if (_visited.Count > most)
        {
            fault = most == 0 ? $"{from.Name} redirects, which is not followed here." : $"More than {most} redirects, the last one from {from.Name}.";
        }

        if (fault.Length > 0)
        {
            return null;
        }

        _visited.Add(next);
        return next;
    }

    /// <summary>303 asks for a GET; 301 and 302 after a POST do by custom; 307 and 308 keep all (RFC 9110, 15.4).</summary>
    private static (HttpMethod Method, bool WithBody) Ask(Hop from, int status) => status switch
    {
        303 when from.Method != HttpMethod.Get && from.Method != HttpMethod.Head => (HttpMethod.Get, false),
        301 or 302 when from.Method == HttpMethod.Post => (HttpMethod.Get, false),
        _ => (from.Method, from.WithBody),
    };

    private static bool SameRequest(Hop a, Hop b) =>
        a.Method == b.Method && Hop.SameOrigin(a.Url, b.Url) && string.Equals(a.Url.PathAndQuery, b.Url.PathAndQuery, StringComparison.Ordinal);
}
