namespace Gleaner.Contracts.Sources;

/// <summary>Whether a source's last fetch worked.</summary>
public enum SourceHealth
{
    Unknown,
    Up,
    Down,
}

/// <summary>What is known of one source: its definition and the marks of its last fetch.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.SourceStatus")]
public sealed record SourceStatus
{
    [Id(0)] public required SourceDefinition Definition { get; init; }

    /// <summary>True when the source was declared with apply, false when only its URL was gathered.</summary>
    [Id(1)] public required bool Applied { get; init; }

    [Id(2)] public required SourceHealth Health { get; init; }

    [Id(3)] public DateTimeOffset? LastOkAt { get; init; }

    [Id(4)] public required int ConsecutiveFailures { get; init; }

    /// <summary>Not before this time may the source be fetched again; null when at any time.</summary>
    [Id(5)] public DateTimeOffset? NextDue { get; init; }

    /// <summary>Records now kept of the source.</summary>
    [Id(6)] public required int Records { get; init; }

    /// <summary>Decompressed bytes of the last good body.</summary>
    [Id(7)] public required long Bytes { get; init; }

    /// <summary>Lower-case hex SHA-256 of the last good body, decompressed.</summary>
    [Id(8)] public string? Sha256 { get; init; }

    /// <summary>End of the last fetch, whatever came of it; null when there was none.</summary>
    [Id(9)] public DateTimeOffset? LastAt { get; init; }

    /// <summary>What <see cref="NextDue"/> comes from.</summary>
    [Id(10)] public DueReason DueBecause { get; init; }

    /// <summary>Taken out of its schedule by hand.</summary>
    [Id(11)] public bool Paused { get; init; }

    /// <summary>Null when there was none.</summary>
    [Id(12)] public FetchReport? LastFetch { get; init; }

    /// <summary>How far an incremental source has been read, as it is sent; null when it has not or is not one.</summary>
    [Id(13)] public string? Cursor { get; init; }
}
