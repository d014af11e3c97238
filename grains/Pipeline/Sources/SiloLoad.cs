using Gleaner.Pipeline.Storing;
using Gleaner.Pipeline.Telemetry;

namespace Gleaner.Pipeline.Sources;

/// <summary>
/// The places for fetches on one silo. Who finds none waits in line, first come first served; a line that is full, or a wait past the
/// fetch's patience, is a refusal. Nobody is let in while the store's room is full, and nobody is refused for the store's sake.
/// </summary>
public sealed class SiloLoad : IDisposable
{
    private readonly SiloLimits _limits;
    private readonly StoreRoom _room;
    private readonly StoreCondition _condition;
    private readonly PipelineMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _line = [];
    private readonly CancellationTokenSource _draining = new();
    private int _underWay;

    public SiloLoad(SiloLimits limits, StoreRoom room, StoreCondition condition, PipelineMetrics metrics, TimeProvider time)
    {
        (_limits, _room, _condition, _metrics, _time) = (limits, room, condition, metrics, time);
        room.Opened += LetIn;
        metrics.Observe("gleaner.fetches.active", "Fetches under way, from the first exchange to the commit.", () => UnderWay);
        metrics.Observe("gleaner.fetches.waiting", "Fetches in line for a place on the silo.", () => Waiting);
    }

    /// <summary>Fetches that hold a place.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Fetches in line.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _line.Count;
            }
        }
    }

    /// <summary>Why a fetch was refused, in a sentence.</summary>
    internal string Refusal => FormattableString.Invariant(
        $"The silo had no room for this fetch in time: {_limits.MaxFetches:#,0} may be under way at once and {_limits.MaxWaitingFetches:#,0} wait for them.");

    /// <summary>Takes a place; a holder gives it back with <see cref="Leave"/>.</summary>
    /// <param name="patience">Longest wait in line; time in which the store keeps everybody waiting is not counted.</param>
    /// <returns>False when there was no room.</returns>
    /// <exception cref="OperationCanceledException">The fetch is no longer wanted, or the silo drains: it may be asked for elsewhere.</exception>
    internal ValueTask<bool> Enter(TimeSpan patience, CancellationToken cancellation)
    {
        _draining.Token.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource> place;
        lock (_gate)
        {
            if (_line.Count == 0 && HasRoom)
            {
                Interlocked.Increment(ref _underWay);
                return ValueTask.FromResult(true);
            }

            if (_line.Count >= _limits.MaxWaitingFetches && _room.IsOpen)
            {
                _metrics.Refused();
                return ValueTask.FromResult(false);
            }

            place = _line.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return new ValueTask<bool>(Wait(place, patience, cancellation));
    }

    internal void Leave()
    {
        Interlocked.Decrement(ref _underWay);
        LetIn();
    }

    /// <summary>A fetch that waits for its host lends its place to others; when it goes on there may be one too many for a while.</summary>
    internal void Lend(bool lends)
    {
        _metrics.HostWait(lends);
        if (lends)
        {
            Leave();
        }
        else
        {
            Interlocked.Increment(ref _underWay);
        }
    }

    /// <summary>Lets nobody in any more: the silo is leaving.</summary>
    public void Drain() => _draining.Cancel();

    public void Dispose()
    {
        _room.Opened -= LetIn;
        _draining.Dispose();
    }

    private bool HasRoom => Volatile.Read(ref _underWay) < _limits.MaxFetches && _room.IsOpen;

    private async Task<bool> Wait(LinkedListNode<TaskCompletionSource> place, TimeSpan patience, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _draining.Token);
        while (true)
        {
            try
            {
                await place.Value.Task.WaitAsync(patience, _time, either.Token).ConfigureAwait(false);
                return true;
            }
            catch (TimeoutException) when (_condition.Trouble is not null || !_room.IsOpen)
            {
                // It is the store that holds everybody up.
            }
            catch (TimeoutException)
            {
                if (!GiveUp(place))
                {
                    return true;
                }

                _metrics.Refused();
                return false;
            }
            catch (OperationCanceledException)
            {
                if (!GiveUp(place))
                {
                    Leave();
                }

                throw;
            }
        }
    }

    /// <summary>False when the place in line had become a place inside already.</summary>
    private bool GiveUp(LinkedListNode<TaskCompletionSource> place)
    {
        lock (_gate)
        {
            if (place.List is null)
            {
                return false;
            }

            _line.Remove(place);
            return true;
        }
    }

    private void LetIn()
    {
        // Nobody is in line as a rule; who joins it looks again at the room under the lock.
        if (Volatile.Read(ref _underWay) >= _limits.MaxFetches)
        {
            return;
        }

        lock (_gate)
        {
            while (_line.First is { } first && HasRoom)
            {
                _line.RemoveFirst();
                Interlocked.Increment(ref _underWay);
                first.Value.SetResult();
            }
        }
    }
}
