using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Gleaner.Contracts.Sources;

/// <summary>
/// One configured place to fetch from. Values are as the user wrote them; secrets stay references (<c>${env:NAME}</c>, <c>${file:PATH}</c>).
/// A null section or value takes the default that its own type names; docs/SOURCES.md is the reference for users.
/// </summary>
[GenerateSerializer, Immutable, Alias("gleaner.SourceDefinition")]
public sealed record SourceDefinition
{
    /// <summary>Unique name: 1 to 200 characters, no control characters, no outer spaces (<see cref="SourceName"/>).</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Absolute http or https URL, exactly as given.</summary>
    [Id(1)] public required string Url { get; init; }

    /// <summary>Request headers in order; a value may hold <c>${env:NAME}</c> or <c>${file:PATH}</c>, resolved in the silo at fetch time.</summary>
    [Id(2)] public ImmutableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Labels to choose sources by.</summary>
    [Id(3)] public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Bound of one attempt, body included; null takes the run's, then 10 s.</summary>
    [Id(4)] public TimeSpan? Timeout { get; init; }

    /// <summary>Bound of one fetch with all its attempts; null takes the run's, then 30 s. Each page of a paginated source has it anew.</summary>
    [Id(5)] public TimeSpan? Deadline { get; init; }

    /// <summary>Bound of making a connection; null is 5 s.</summary>
    [Id(6)] public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>Longest pause between two pieces of a body; null is 5 s.</summary>
    [Id(7)] public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Method, query and body; null is a plain GET.</summary>
    [Id(8)] public RequestDefinition? Request { get; init; }

    [Id(9)] public AuthDefinition? Auth { get; init; }

    [Id(10)] public RetryDefinition? Retry { get; init; }

    /// <summary>What statuses mean here, before the common table; null overrides nothing.</summary>
    [Id(11)] public ResponsesDefinition? Responses { get; init; }

    /// <summary>Limits that this source asks to be kept on its host, cluster-wide. Never null for a source of a file; null for a bare URL, which only Retry-After holds back.</summary>
    [Id(12)] public PolitenessDefinition? Politeness { get; init; }

    /// <summary>Largest body in decompressed bytes; null is 16 MiB.</summary>
    [Id(13)] public long? MaxBodyBytes { get; init; }

    /// <summary>Redirects followed in one attempt; null is 5.</summary>
    [Id(14)] public int? MaxRedirects { get; init; }

    /// <summary>Whether validators (ETag, Last-Modified) are sent; null is yes for a source of a file, no for a bare URL.</summary>
    [Id(15)] public bool? Conditional { get; init; }

    [Id(16)] public PaginationDefinition? Pagination { get; init; }

    [Id(17)] public CursorDefinition? Cursor { get; init; }

    [Id(18)] public DecodeDefinition? Decode { get; init; }

    [Id(19)] public TransformDefinition? Transform { get; init; }

    [Id(20)] public SchemaContract? Contract { get; init; }

    [Id(21)] public ScheduleDefinition? Schedule { get; init; }

    /// <summary>Allows private, loopback and link-local addresses.</summary>
    [Id(22), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool AllowPrivate { get; init; }

    /// <summary>URL of an HTTP proxy to go through, or null for none. The environment's proxy is never used.</summary>
    [Id(23)] public string? Proxy { get; init; }

    /// <summary>Asks the host's robots.txt before the first exchange.</summary>
    [Id(24), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool Robots { get; init; }
}

/// <summary>One header of a request.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.HeaderField")]
public sealed record HeaderField([property: Id(0)] string Name, [property: Id(1)] string Value);
