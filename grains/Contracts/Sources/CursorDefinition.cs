using System.Collections.Immutable;

namespace Gleaner.Contracts.Sources;

/// <summary>
/// Incremental reading: the greatest value of a field that has been stored is sent along, so that only what is newer is fetched.
/// The new rows are merged into the old by key.
/// </summary>
[GenerateSerializer, Immutable, Alias("gleaner.CursorDefinition")]
public sealed record CursorDefinition
{
    /// <summary>Dotted path of the field in a record: a number, an ISO 8601 time, or text that sorts.</summary>
    [Id(0)] public required string Field { get; init; }

    /// <summary>Query parameter that carries the cursor.</summary>
    [Id(1)] public required string Param { get; init; }

    /// <summary>Value of the first fetch; null sends none.</summary>
    [Id(2)] public string? Start { get; init; }

    /// <summary>Re-reads a window behind the cursor, for records that come late: a time span for times.</summary>
    [Id(3)] public TimeSpan? Lag { get; init; }

    /// <summary>The same for a number.</summary>
    [Id(4)] public long? LagNumber { get; init; }

    /// <summary>Dotted paths of the fields that tell one record from another; empty takes the whole row.</summary>
    [Id(5)] public ImmutableArray<string> Key { get; init; } = [];
}
