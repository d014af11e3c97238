using System.Collections.Immutable;

namespace Gleaner.Contracts.Sources;

/// <summary>One configured place to fetch from. Values are as the user wrote them; secrets stay references.</summary>
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

    /// <summary>Bound of one fetch with all its attempts; null takes the run's, then 30 s.</summary>
    [Id(5)] public TimeSpan? Deadline { get; init; }
}

/// <summary>One header of a request.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.HeaderField")]
public sealed record HeaderField([property: Id(0)] string Name, [property: Id(1)] string Value);
