namespace Gleaner.Contracts.Runs;

/// <summary>What one fetch of one source ended in. A failure is an outcome too; every (run, source) has exactly one.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.Outcome")]
public sealed record Outcome
{
    [Id(0)] public required string Run { get; init; }

    [Id(1)] public required string Source { get; init; }

    /// <summary>URL as the user gave it.</summary>
    [Id(2)] public required string Url { get; init; }

    [Id(3)] public required bool Ok { get; init; }

    /// <summary>HTTP status of the last attempt, or null when no response came.</summary>
    [Id(4)] public int? Status { get; init; }

    /// <summary>Null exactly when <see cref="Ok"/>.</summary>
    [Id(5)] public FetchError? Error { get; init; }

    /// <summary>HTTP exchanges begun, the first included; 0 when none was.</summary>
    [Id(6)] public required int Attempts { get; init; }

    /// <summary>Decompressed body bytes of the last attempt; of a paginated source, of all pages together.</summary>
    [Id(7)] public required long Bytes { get; init; }

    /// <summary>Rows brought by this fetch; when <see cref="Unchanged"/>, those kept from before.</summary>
    [Id(8)] public required int Records { get; init; }

    /// <summary>Lower-case hex SHA-256 of the decompressed body (for 304: of the one it confirms), or null without a whole body. Of several pages: of the hashes before and of the page, chained.</summary>
    [Id(9)] public string? Sha256 { get; init; }

    /// <summary>True when the body equals the source's previous one, or the server said so (304).</summary>
    [Id(10)] public required bool Unchanged { get; init; }

    /// <summary>Start of the first attempt, UTC, in whole milliseconds.</summary>
    [Id(11)] public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Wall time of the fetch with all attempts and backoff; waiting for the database does not count.</summary>
    [Id(12)] public required TimeSpan Duration { get; init; }

    /// <summary>Where the run's plan has this source.</summary>
    [Id(13)] public required int Shard { get; init; }

    /// <summary>0-based place in the shard.</summary>
    [Id(14)] public required int Position { get; init; }
}

/// <summary>Why a fetch failed.</summary>
/// <param name="Kind">The stage or reason, from a closed list.</param>
/// <param name="Message">One sentence for the user, without secrets.</param>
[GenerateSerializer, Immutable, Alias("gleaner.FetchError")]
public sealed record FetchError([property: Id(0)] ErrorKind Kind, [property: Id(1)] string Message);
