namespace Gleaner.Pipeline.Fetching;

/// <summary>One request of an attempt: the first, or one that a redirect led to.</summary>
/// <param name="Trusted">True while every hop stayed on the origin that the credentials were configured for.</param>
/// <param name="WithBody">False once a redirect turned the request into a plain GET.</param>
internal readonly record struct Hop(Uri Url, HttpMethod Method, bool Trusted, bool WithBody)
{
    /// <summary>Host and port only: a path or query may hold a secret.</summary>
    public string Name => Named(Url);

    public static string Named(Uri url) => url.IsDefaultPort ? url.IdnHost : $"{url.IdnHost}:{url.Port}";

    public static bool SameOrigin(Uri a, Uri b) =>
        ReferenceEquals(a, b) || (a.Scheme == b.Scheme && a.Port == b.Port && string.Equals(a.IdnHost, b.IdnHost, StringComparison.OrdinalIgnoreCase));

    public override string ToString() => $"{Method} {Name}";
}
