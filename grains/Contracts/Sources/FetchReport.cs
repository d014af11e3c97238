using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gleaner.Contracts.Runs;

namespace Gleaner.Contracts.Sources;

/// <summary>Why a source's next due time is what it is.</summary>
public enum DueReason
{
    /// <summary>Nothing holds it back and nothing asks for it.</summary>
    AtAnyTime,

    /// <summary>Its schedule says so.</summary>
    Schedule,

    /// <summary>The server says that its answer is fresh until then (Cache-Control, Expires).</summary>
    Freshness,

    /// <summary>The server asked for patience (Retry-After).</summary>
    RetryAfter,
}

/// <summary>How a source's last fetch went: what <c>gleaner fetch --explain</c> shows.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.FetchReport")]
public sealed record FetchReport
{
    /// <summary>The run that asked for it.</summary>
    [Id(0)] public string? Run { get; init; }

    /// <summary>Every exchange, in order; at most <see cref="MaxAttempts"/> of the newest.</summary>
    [Id(1)] public ImmutableArray<AttemptReport> Attempts { get; init; } = [];

    /// <summary>Null for a fetch that worked.</summary>
    [Id(2)] public FetchError? Error { get; init; }

    /// <summary>Pages read; 1 for a source without pagination.</summary>
    [Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Pages { get; init; }

    /// <summary>Rows brought by it.</summary>
    [Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Rows { get; init; }

    /// <summary>Records that a filter left out.</summary>
    [Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Filtered { get; init; }

    /// <summary>Records that could not be turned into rows.</summary>
    [Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Bad { get; init; }

    [Id(7)] public ImmutableArray<BadRow> Samples { get; init; } = [];

    /// <summary>Most attempts kept.</summary>
    public const int MaxAttempts = 50;
}

/// <summary>A wish to see rows without storing them. The operation's id makes asking again harmless.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.PreviewRequest")]
public sealed record PreviewRequest
{
    public const int MostRows = 1_000;

    [Id(0)] public required string Operation { get; init; }

    /// <summary>The source as the caller wants it; null when it was applied.</summary>
    [Id(1)] public SourceDefinition? Definition { get; init; }

    [Id(2)] public required GatherOptions Options { get; init; }

    /// <summary>1 to <see cref="MostRows"/>; fetching stops once there are as many.</summary>
    [Id(3)] public int Rows { get; init; } = 20;
}

/// <summary>The answer to <see cref="ISourceGrain.Preview"/>.</summary>
/// <param name="Done">False while it goes on: ask again.</param>
/// <param name="Rows">Each row as UTF-8 JSON; together at most 1 MiB.</param>
/// <param name="Report">How the fetch went; null until it is done.</param>
[GenerateSerializer, Immutable, Alias("gleaner.PreviewReply")]
public sealed record PreviewReply([property: Id(0)] bool Done, [property: Id(1)] ImmutableArray<byte[]> Rows, [property: Id(2)] FetchReport? Report);
