namespace Gleaner.Contracts.Sources;

/// <summary>
/// What one source asks to be kept on its host. The host keeps the strictest of what its sources ask, for the whole cluster.
/// Null values take the default.
/// </summary>
[GenerateSerializer, Immutable, Alias("gleaner.PolitenessDefinition")]
public sealed record PolitenessDefinition
{
    public const int DefaultMaxConcurrency = 8;
    public const int DefaultCircuitFailures = 10;

    /// <summary>Exchanges with the host under way at once: 1 to 1,000, default 8.</summary>
    [Id(0)] public int? MaxConcurrency { get; init; }

    /// <summary>Least time between the starts of two exchanges: default none.</summary>
    [Id(1)] public TimeSpan? Delay { get; init; }

    /// <summary>Exchanges begun in any <see cref="RateInterval"/>; null is no such limit.</summary>
    [Id(2)] public int? Rate { get; init; }

    /// <summary>The interval of <see cref="Rate"/>: one second, minute, hour or day; set exactly when Rate is.</summary>
    [Id(3)] public TimeSpan? RateInterval { get; init; }

    /// <summary>Transport failures in a row after which nobody calls the host for a while; 0 never. Default 10.</summary>
    [Id(4)] public int? CircuitFailures { get; init; }

    /// <summary>How long the circuit stays open before one probe is let through: default 30 s.</summary>
    [Id(5)] public TimeSpan? CircuitPause { get; init; }
}
