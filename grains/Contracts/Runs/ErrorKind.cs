namespace Gleaner.Contracts.Runs;

/// <summary>Why a fetch failed: a closed list, named by the stage that broke. Written to SQL and JSON by <see cref="ErrorKinds.ToName"/>.</summary>
public enum ErrorKind
{
    /// <summary>The URL, a header or a secret reference cannot be used.</summary>
    InvalidRequest,

    /// <summary>The host name does not resolve.</summary>
    Dns,

    /// <summary>No connection: refused, unreachable, or not made in time.</summary>
    Connect,

    /// <summary>The TLS handshake failed or the certificate does not verify.</summary>
    Tls,

    /// <summary>The address is private, loopback or otherwise off limits.</summary>
    BlockedAddress,

    /// <summary>The connection broke after it was made.</summary>
    Reset,

    /// <summary>The answer is not valid HTTP, or its body does not decompress.</summary>
    Protocol,

    /// <summary>The body ended before its announced length.</summary>
    ShortBody,

    /// <summary>One attempt took longer than its timeout, body included.</summary>
    Timeout,

    /// <summary>The fetch with all its attempts took longer than its deadline.</summary>
    Deadline,

    /// <summary>More redirects than allowed, a loop, or a redirect that may not be followed.</summary>
    Redirect,

    /// <summary>401 or 403.</summary>
    Auth,

    /// <summary>Any other status that is not success.</summary>
    HttpStatus,

    /// <summary>429, or 503 with Retry-After, that does not fit in the deadline.</summary>
    RateLimited,

    /// <summary>Nobody calls the host for now: too many transport failures in a row, or its robots.txt forbids it.</summary>
    HostClosed,

    /// <summary>The decompressed body passed its cap.</summary>
    TooLarge,

    /// <summary>The pages do not end: a loop, or more of them than allowed.</summary>
    Pagination,

    /// <summary>The body is not what its format or content type says.</summary>
    Parse,

    /// <summary>Every record failed in the transform.</summary>
    Transform,

    /// <summary>Rows do not fit the source's frozen contract.</summary>
    Schema,

    /// <summary>The source is not known: neither applied nor given with a URL.</summary>
    UnknownSource,

    /// <summary>A fault of Gleaner itself.</summary>
    Internal,

    // Last: between silos the kinds go by their number.

    /// <summary>The silo had no room for the fetch: nothing was asked, and the source is not to blame.</summary>
    Overloaded,

    /// <summary>The run passed its deadline before the source was done.</summary>
    RunDeadline,
}

/// <summary>The names of <see cref="ErrorKind"/> in SQL and JSON: kebab-case.</summary>
public static class ErrorKinds
{
    private static readonly Dictionary<ErrorKind, string> Names =
        Enum.GetValues<ErrorKind>().ToDictionary(kind => kind, kind => Kebab(kind.ToString()));

    private static readonly Dictionary<string, ErrorKind> Kinds = Names.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static string ToName(this ErrorKind kind) => Names[kind];

    /// <exception cref="KeyNotFoundException">The name is of no kind.</exception>
    public static ErrorKind FromName(string name) => Kinds[name];

    private static string Kebab(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
