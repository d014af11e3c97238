using Gleaner.Contracts.Runs;

namespace Gleaner.Contracts.Sources;

/// <summary>What a shard asks of a source. (Run, source) is the operation's id: doing it twice is harmless.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.FetchRequest")]
public sealed record FetchRequest
{
    [Id(0)] public required string Run { get; init; }

    /// <summary>0-based shard of the run, and place of the source in that shard.</summary>
    [Id(1)] public required int Shard { get; init; }

    [Id(2)] public required int Position { get; init; }

    /// <summary>The source as this run wants it; null when the source was applied and holds its own definition.</summary>
    [Id(3)] public SourceDefinition? Definition { get; init; }

    /// <summary>The run's wishes.</summary>
    [Id(4)] public required GatherOptions Options { get; init; }

    /// <summary>True when this run may have asked before and the answer was lost: the ledger is looked at first.</summary>
    [Id(5)] public bool Again { get; init; }
}

/// <summary>The answer to <see cref="ISourceGrain.Fetch"/>: the committed outcome, or null while the fetch goes on (ask again).</summary>
/// <param name="NeedsNoSlot">The fetch waits for its host's permission, or its rows for the store: its slot may go to another source.</param>
[GenerateSerializer, Immutable, Alias("gleaner.FetchReply")]
public sealed record FetchReply([property: Id(0)] Outcome? Outcome, [property: Id(1)] bool NeedsNoSlot = false);

/// <summary>One part of a stored body.</summary>
/// <param name="Bytes">At most 1 MiB of decompressed body.</param>
/// <param name="Last">True for the last part.</param>
/// <param name="Charset">Web name of the body's character encoding, or null when it is not text.</param>
[GenerateSerializer, Immutable, Alias("gleaner.ContentPart")]
public sealed record ContentPart([property: Id(0)] byte[] Bytes, [property: Id(1)] bool Last, [property: Id(2)] string? Charset)
{
    /// <summary>Most bytes in one part: 1 MiB, well under any database's packet limit.</summary>
    public const int MaxBytes = 1 << 20;
}
