namespace Gleaner.Contracts.Sources;

/// <summary>How often and how patiently a fetch is tried again. Null values take the common default.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.RetryDefinition")]
public sealed record RetryDefinition
{
    /// <summary>Attempts of one fetch, the first included: 1 to 20, default 3. Waits that a server asked for do not count.</summary>
    [Id(0)] public int? MaxAttempts { get; init; }

    /// <summary>The wait before retry n (0-based) is random between zero and this times 2^n: default 0.5 s.</summary>
    [Id(1)] public TimeSpan? Backoff { get; init; }

    /// <summary>Longest Retry-After that is believed; longer ones count as this. Default 5 min.</summary>
    [Id(2)] public TimeSpan? MaxRetryAfter { get; init; }

    /// <summary>Also repeats methods that are not idempotent (POST, PATCH). Default no.</summary>
    [Id(3)] public bool? Unsafe { get; init; }
}
