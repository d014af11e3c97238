using System.Collections.Immutable;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Fetching;

/// <summary>All that one fetch needs to know, with every default filled in.</summary>
public sealed record FetchSpec
{
    /// <summary>Absolute http or https URL as the user gave it.</summary>
    public required string Url { get; init; }

    /// <summary>Headers in order; values may still be secret references.</summary>
    public ImmutableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Bound of one attempt, body included.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Bound of the fetch with all attempts and waits.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>Allows private, loopback and link-local addresses.</summary>
    public bool AllowPrivate { get; init; }
}
