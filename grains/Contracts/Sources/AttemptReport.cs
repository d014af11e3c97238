using System.Text.Json.Serialization;
using Gleaner.Contracts.Runs;

namespace Gleaner.Contracts.Sources;

/// <summary>One HTTP exchange of a fetch, together with the redirects it led through, as kept for the source's last fetch.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.AttemptReport")]
public sealed record AttemptReport
{
    /// <summary>When it began, UTC, in whole milliseconds.</summary>
    [Id(0)] public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Until its last body byte or its failure.</summary>
    [Id(1)] public required TimeSpan Duration { get; init; }

    /// <summary>Response status, or null when none came.</summary>
    [Id(2)] public int? Status { get; init; }

    /// <summary>Null for an accepted response.</summary>
    [Id(3)] public ErrorKind? Error { get; init; }

    /// <summary>Decompressed body bytes read.</summary>
    [Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public long Bytes { get; init; }

    /// <summary>Backoff or Retry-After waited before this attempt.</summary>
    [Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public TimeSpan WaitedFor { get; init; }

    /// <summary>Waited for the host's permission before this attempt.</summary>
    [Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public TimeSpan WaitedForHost { get; init; }

    /// <summary>0-based page of a paginated source.</summary>
    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Page { get; init; }
}
