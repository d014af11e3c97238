using Gleaner.Contracts.Runs;

namespace Gleaner.Pipeline.Storing;

/// <summary>The rows that one fetch writes, committed together with its source's state.</summary>
public sealed record FetchRows
{
    public required string Source { get; init; }

    /// <summary>One outcome for each run that shared the fetch. A (run, source) that has its row already keeps it.</summary>
    public required IReadOnlyList<Outcome> Outcomes { get; init; }

    /// <summary>UTF-8 JSON rows that replace the source's records, or null to leave them as they are.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Records { get; init; }

    /// <summary>Rows the source has in <c>records</c> by its state: 0 spares the delete.</summary>
    public int PreviousRecords { get; init; }

    /// <summary>Decompressed body to keep in parts of at most 1 MiB, or null to leave what is kept.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>Web name of the content's character encoding, or null when it is not text.</summary>
    public string? ContentCharset { get; init; }

    public int PreviousContentParts { get; init; }

    /// <summary>
    /// Outcomes that the ledger held already for a (run, source) of <see cref="Outcomes"/>, set by the commit: they stand and
    /// are the ones to acknowledge. Empty in the ordinary case.
    /// </summary>
    public IReadOnlyList<Outcome> Stood { get; internal set; } = [];
}

/// <summary>
/// Grain state that brings rows along. A storage provider that can commits them in the state's own transaction and sets
/// them to null; where it cannot, the grain hands them to <see cref="ILedger.Commit"/> before it writes its state.
/// </summary>
public interface ICarriesFetchRows
{
    FetchRows? PendingRows { get; set; }
}
