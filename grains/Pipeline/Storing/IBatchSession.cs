using System.Data.Common;

namespace Gleaner.Pipeline.Storing;

/// <summary>How one kind of store reads and commits batches. An instance belongs to one connection and is used by one lane at a time.</summary>
internal interface IBatchSession : IAsyncDisposable
{
    /// <summary>
    /// Commits the writes in one transaction and sets each one's verdict; the rows of a state that lost are not written.
    /// Once the commit has begun, writes are marked <see cref="PendingWrite.MayBeCommitted"/>; after an exception nothing else is known.
    /// </summary>
    Task Commit(IReadOnlyList<PendingWrite> batch, CancellationToken cancellation);

    /// <summary>Reads the rows of many keys and sets each one's result.</summary>
    Task Read(IReadOnlyList<PendingRead> batch, CancellationToken cancellation);

    /// <summary>False once the connection has broken.</summary>
    bool IsOpen { get; }
}

/// <summary>A grain state row as stored; the payload is null after a clear.</summary>
internal sealed record StoredState(int Version, byte[]? Payload);

/// <summary>One read that waits for a batch.</summary>
internal sealed class PendingRead(GrainRowKey key, CancellationToken cancellation)
{
    private readonly TaskCompletionSource<StoredState?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GrainRowKey Key { get; } = key;

    public StoredState? Found { get; set; }

    public Task<StoredState?> Done => _done.Task;

    public void Complete() => _done.TrySetResult(Found);

    public void Fail(Exception fault) => _done.TrySetException(fault);

    public bool CancelIfAsked()
    {
        if (cancellation.IsCancellationRequested)
        {
            _done.TrySetCanceled(cancellation);
        }

        return _done.Task.IsCompleted;
    }
}
