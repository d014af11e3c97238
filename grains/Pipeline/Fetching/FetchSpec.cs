using System.Collections.Immutable;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Fetching;

/// <summary>All that one fetch of one page needs to know. Null settings take the default of <see cref="FetchLimits"/>.</summary>
public sealed record FetchSpec
{
    /// <summary>Absolute http or https URL as the user gave it; for a later page as pagination made it.</summary>
    public required string Url { get; init; }

    /// <summary>Headers in order; values may still be secret references.</summary>
    public ImmutableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Bound of one attempt, body included.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Bound of the fetch with all attempts and waits, but for waits for the host's permission.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>Allows private, loopback and link-local addresses.</summary>
    public bool AllowPrivate { get; init; }

    public TimeSpan? ConnectTimeout { get; init; }

    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Method, body and query parameters to add to <see cref="Url"/>; null is a plain GET.</summary>
    public RequestDefinition? Request { get; init; }

    /// <summary>Query parameters of pagination and cursor; each takes the place of one of the same name.</summary>
    public ImmutableArray<QueryParameter> PageQuery { get; init; } = [];

    /// <summary>
    /// The source's own origin where <see cref="Url"/> came from a server (next links): credentials go only there. Null when Url is the user's.
    /// </summary>
    public string? TrustedUrl { get; init; }

    public AuthDefinition? Auth { get; init; }

    public RetryDefinition? Retry { get; init; }

    public ResponsesDefinition? Responses { get; init; }

    /// <summary>Null for a bare URL, whose host is only asked about a Retry-After.</summary>
    public PolitenessDefinition? Politeness { get; init; }

    public long? MaxBodyBytes { get; init; }

    public int? MaxRedirects { get; init; }

    public string? Proxy { get; init; }

    public bool Robots { get; init; }

    /// <summary>Makes the request conditional; null does not.</summary>
    public Validators? Validators { get; init; }

    /// <summary>Called when the fetch begins to wait for the host's permission, and (false) when it has it. Any thread.</summary>
    public Action<bool>? WaitingForHost { get; init; }
}

/// <summary>What a server gave to ask "has it changed?" with.</summary>
/// <param name="ETag">As sent, quotes and W/ included. It wins over the date.</param>
/// <param name="LastModified">As sent.</param>
public sealed record Validators(string? ETag, string? LastModified);
