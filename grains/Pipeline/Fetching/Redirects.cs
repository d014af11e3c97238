namespace Gleaner.Pipeline.Fetching;

/// <summary>The hops of one attempt: where a redirect leads, and whether it may be followed.</summary>
internal sealed class Redirects(Uri start, int most)
{
    private readonly List<Uri> _visited = [start];

    /// <summary>False once a hop left the origin of the first URL, also after coming back to it.</summary>
    public bool Trusted { get; private set; } = true;

    /// <summary>The next URL, or null with the reason as a sentence.</summary>
    /// <param name="location">Location header as sent, or null.</param>
    public Uri? Follow(Uri from, string? location, out string fault)
    {
        fault = "";
        if (!Uri.TryCreate(from, location, out var next) || location!.Length == 0)
        {
            fault = $"{Name(from)} redirects without saying where to.";
        }
        else if (!PreparedRequest.IsHttp(next) || next.Host.Length == 0)
        {
            fault = $"{Name(from)} redirects to something that is not an http or https URL.";
        }
        else if (from.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps)
        {
            fault = $"{Name(from)} redirects from https to http, which would give up the encryption.";
        }
        else if (_visited.Exists(url => SameRequest(url, next)))
        {
            fault = $"{Name(from)} redirects in a loop.";
        }
        else if (_visited.Count > most)
        {
            fault = $"More than {most} redirects, the last one from {Name(from)}.";
        }

        if (fault.Length > 0)
        {
            return null;
        }

        _visited.Add(next!);
        Trusted &= SameOrigin(start, next!);
        return next;
    }

    /// <summary>Host and port only: a path or query may hold a secret.</summary>
    private static string Name(Uri url) => url.IsDefaultPort ? url.IdnHost : $"{url.IdnHost}:{url.Port}";

    private static bool SameRequest(Uri a, Uri b) =>
        SameOrigin(a, b) && string.Equals(a.PathAndQuery, b.PathAndQuery, StringComparison.Ordinal);

    private static bool SameOrigin(Uri a, Uri b) =>
        a.Scheme == b.Scheme && a.Port == b.Port && string.Equals(a.IdnHost, b.IdnHost, StringComparison.OrdinalIgnoreCase);
}
