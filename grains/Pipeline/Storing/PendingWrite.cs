namespace Gleaner.Pipeline.Storing;

/// <summary>The write of one grain state row.</summary>
/// <param name="Expected">The version that was read, or null when there was no row.</param>
/// <param name="Payload">The state as UTF-8 JSON, or null to clear it.</param>
internal sealed record StateChange(GrainRowKey Key, int? Expected, ReadOnlyMemory<byte>? Payload)
{
    public int NewVersion => (Expected ?? 0) + 1;

    /// <summary>True when the stored row is what this change writes: an unknown commit that did happen.</summary>
    public bool IsStoredAs(StoredState? row) => row?.Version == NewVersion
        && (row.Payload is null ? Payload is null : Payload is { } payload && payload.Span.SequenceEqual(row.Payload));
}

/// <summary>How a state write ended.</summary>
/// <param name="Won">False when someone else wrote the row since it was read; then nothing of the write was kept.</param>
/// <param name="StoredVersion">The version in the store; null when there is no row.</param>
internal readonly record struct WriteVerdict(bool Won, int? StoredVersion);

/// <summary>One write that waits for a batch: a state, the rows of a fetch, or both.</summary>
internal sealed class PendingWrite(StateChange? state, FetchRows? rows, CancellationToken cancellation)
{
    private readonly TaskCompletionSource<WriteVerdict> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StateChange? State { get; } = state;

    public FetchRows? Rows { get; } = rows;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Estimated bytes on the wire.</summary>
    public long Bytes { get; } = SizeOf(state, rows);

    /// <summary>True once a commit of this write was begun whose end is not known: the row may already be ours.</summary>
    public bool MayBeCommitted { get; set; }

    /// <summary>What the current attempt found; told to the waiter once the transaction is committed.</summary>
    public WriteVerdict Verdict { get; set; }

    public Task<WriteVerdict> Done => _done.Task;

    public void Complete() => _done.TrySetResult(Verdict);

    public void Fail(Exception fault) => _done.TrySetException(fault);

    public bool CancelIfAsked()
    {
        if (Cancellation.IsCancellationRequested)
        {
            _done.TrySetCanceled(Cancellation);
        }

        return _done.Task.IsCompleted;
    }

    private static long SizeOf(StateChange? state, FetchRows? rows)
    {
        const int perRow = 256;
        long bytes = state is null ? 0 : perRow + (state.Payload?.Length ?? 0);
        if (rows is not null)
        {
            foreach (var outcome in rows.Outcomes)
            {
                bytes += perRow + outcome.Url.Length + (outcome.Error?.Message.Length ?? 0);
            }

            foreach (var record in rows.Records ?? [])
            {
                bytes += perRow + record.Length;
            }

            foreach (var row in rows.Staged ?? [])
            {
                bytes += perRow + row.Data.Length;
            }

            bytes += rows.Content?.Length ?? 0;
            // Its rows are in the database already, but the work is that of a full batch.
            bytes += rows.Publish is null ? 0 : StoreBatches.MaxBytes;
        }

        return bytes;
    }
}
