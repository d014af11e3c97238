namespace Gleaner.Pipeline.Fetching;

/// <summary>The bounds of a fetch: those of every fetch, and with a source's own wishes in their place those of one.</summary>
public sealed record FetchLimits
{
    /// <summary>Largest body in decompressed bytes; over it the fetch fails as too-large. Default 16 MiB. A body is one array, so a cap over <see cref="Array.MaxLength"/> (2 GiB less 56 bytes) ends there.</summary>
    public long MaxBodyBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Time for one connection: name, TCP and TLS handshake. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause between two pieces of a body. Waiting for the headers is bounded by the attempt's timeout alone. Default 5 s.</summary>
    public TimeSpan IdleReadTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Redirects followed in one attempt. Default 5.</summary>
    public int MaxRedirects { get; init; } = 5;

    /// <summary>Attempts of one fetch, the first included; waits that a server asked for do not count. Default 3.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>The wait before retry n (0-based) is random between zero and this times 2^n. Default 0.5 s.</summary>
    public TimeSpan BackoffBase { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Longest Retry-After that is believed; longer ones count as this. Default 5 min.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest Retry-After that is waited for inside the fetch; longer ones end it as rate-limited. Default 3 s.</summary>
    public TimeSpan MaxInlineWait { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often one fetch waits for a server's rate limit before it ends as rate-limited. Default 2.</summary>
    public int MaxInlineWaits { get; init; } = 2;

    /// <summary>These bounds with what the fetch sets itself; the same instance when that is nothing.</summary>
    public FetchLimits For(FetchSpec spec) =>
        spec is { MaxBodyBytes: null, MaxRedirects: null, ConnectTimeout: null, IdleTimeout: null, Retry: null }
            ? this
            : this with
            {
                MaxBodyBytes = Math.Min(spec.MaxBodyBytes ?? MaxBodyBytes, Array.MaxLength),
                MaxRedirects = spec.MaxRedirects ?? MaxRedirects,
                ConnectTimeout = spec.ConnectTimeout ?? ConnectTimeout,
                IdleReadTimeout = spec.IdleTimeout ?? IdleReadTimeout,
                MaxAttempts = spec.Retry?.MaxAttempts ?? MaxAttempts,
                BackoffBase = spec.Retry?.Backoff ?? BackoffBase,
                MaxRetryAfter = spec.Retry?.MaxRetryAfter ?? MaxRetryAfter,
            };
}
