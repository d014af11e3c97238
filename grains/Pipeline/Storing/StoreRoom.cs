using Gleaner.Pipeline.Telemetry;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// The room for writes that wait for the database, bounded by their number and their bytes. A write that finds none waits outside, in
/// line; while it is full no fetch begins (<see cref="Sources.SiloLoad"/>), so that a store that is away stops the work and does not fill the memory.
/// </summary>
public sealed class StoreRoom
{
    private readonly SiloLimits _limits;
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _line = [];
    private int _writes;
    private long _bytes;

    public StoreRoom(SiloLimits limits, PipelineMetrics metrics)
    {
        _limits = limits;
        metrics.Observe("gleaner.store.queue.writes", "Writes that wait for the database or are on their way to it.", () => Writes);
        metrics.Observe("gleaner.store.queue", "Bytes of those writes.", () => Bytes, "By");
    }

    /// <summary>Called, outside of any lock, when a full room has room again.</summary>
    internal event Action? Opened;

    /// <summary>Writes inside.</summary>
    public int Writes => Volatile.Read(ref _writes);

    /// <summary>Their bytes.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>False when who comes now would have to wait.</summary>
    public bool IsOpen => Volatile.Read(ref _writes) < _limits.MaxQueuedWrites && Volatile.Read(ref _bytes) < _limits.MaxQueuedBytes;

    /// <summary>Takes room at once; false when there is none, or others wait for it.</summary>
    internal bool TryTake(long bytes)
    {
        lock (_gate)
        {
            if (_line.Count > 0 || !Fits(bytes))
            {
                return false;
            }

            Enter(bytes);
            return true;
        }
    }

    /// <summary>Waits for room, first come first served.</summary>
    internal async Task Take(long bytes, CancellationToken cancellation)
    {
        LinkedListNode<Waiter> place;
        lock (_gate)
        {
            if (_line.Count == 0 && Fits(bytes))
            {
                Enter(bytes);
                return;
            }

            place = _line.AddLast(new Waiter(bytes));
        }

        using (cancellation.UnsafeRegister(static waiter => ((Waiter)waiter!).TrySetCanceled(), place.Value))
        {
            try
            {
                await place.Value.Task;
            }
            catch (OperationCanceledException)
            {
                lock (_gate)
                {
                    if (place.List is not null)
                    {
                        _line.Remove(place);
                    }
                }

                Admit();
                throw;
            }
        }
    }

    /// <summary>Gives back what writes had taken.</summary>
    internal void Give(int writes, long bytes)
    {
        bool opened;
        lock (_gate)
        {
            var was = IsOpen;
            _writes -= writes;
            _bytes -= bytes;
            opened = !was && IsOpen;
        }

        Admit();
        if (opened)
        {
            Opened?.Invoke();
        }
    }

    private void Admit()
    {
        lock (_gate)
        {
            while (_line.First is { } first && Fits(first.Value.Bytes))
            {
                _line.RemoveFirst();
                if (first.Value.TrySetResult())
                {
                    Enter(first.Value.Bytes);
                }
            }
        }
    }

    private bool Fits(long bytes) => _writes == 0 || (_writes < _limits.MaxQueuedWrites && _bytes + bytes <= _limits.MaxQueuedBytes);

    private void Enter(long bytes)
    {
        _writes++;
        _bytes += bytes;
    }

    private sealed class Waiter(long bytes) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Bytes { get; } = bytes;
    }
}
