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

    /// <summary>Rows to add to <c>staged_records</c>, where nobody sees them yet; a seq that is there is overwritten. Null for none.</summary>
    public IReadOnlyList<StagedRow>? Staged { get; init; }

    /// <summary>Seq of the first of <see cref="Staged"/>.</summary>
    public int StagedFrom { get; init; }

    /// <summary>Makes the staged rows the source's records; null leaves them staged.</summary>
    public Publishing? Publish { get; init; }

    /// <summary>Deletes what is staged, after <see cref="Publish"/>.</summary>
    public bool DropsStaged { get; init; }

    /// <summary>Deletes the keys of an incremental source that is none any more.</summary>
    public bool DropsKeys { get; init; }

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

    /// <summary>
    /// Called at most once, on any thread, when the rows are in line for a server that is not far behind: their fetch holds no more than memory
    /// until the commit. Not called where a commit is nearer than a message (SQLite), nor where there is no line (the stock provider).
    /// </summary>
    internal Action? Queued { get; init; }
}

/// <summary>One row of a set that is not whole yet.</summary>
/// <param name="Key">Lower-case hex SHA-256 that tells the row from others, for an incremental source; else null.</param>
/// <param name="Data">UTF-8 JSON.</param>
public readonly record struct StagedRow(string? Key, ReadOnlyMemory<byte> Data);

/// <summary>How staged rows become records.</summary>
public enum PublishKind
{
    /// <summary>They take the place of all records.</summary>
    Replace,

    /// <summary>A row whose key is there already takes that one's place, the others follow at the end. Of two staged rows with one key the later counts.</summary>
    Merge,
}

/// <summary>Makes the staged rows with a seq below Count the source's records.</summary>
/// <param name="Restates">Merge: the rows so far are of an older definition and go first.</param>
public sealed record Publishing(PublishKind Kind, int Count, bool Restates);

/// <summary>
/// Grain state that brings rows along. A storage provider that can commits them in the state's own transaction and sets
/// them to null; where it cannot, the grain hands them to <see cref="ILedger.Commit"/> after it has written its state.
/// </summary>
public interface ICarriesFetchRows
{
    FetchRows? PendingRows { get; set; }
}
