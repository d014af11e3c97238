namespace Gleaner.Pipeline.Sources;

/// <summary>
/// Tells the runs that share a fetch when it waits for its host's permission, so that they give its slot to another source meanwhile.
/// Each run is told once for each wait: one that knows it polls as usual.
/// </summary>
internal sealed class HostWait(TimeProvider time) : IDisposable
{
    /// <summary>A shorter wait is not worth an answer.</summary>
    private static readonly TimeSpan WorthTelling = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _told = [];
    private ITimer? _timer;
    private TaskCompletionSource? _lasting;
    private bool _waits;
    private bool _lasts;

    /// <summary>True while the fetch waits, and has waited long enough to matter.</summary>
    public bool Lasts => Volatile.Read(ref _lasts);

    /// <summary>The host's door calls this, on any thread.</summary>
    public void Set(bool waits)
    {
        lock (_gate)
        {
            _waits = waits;
            if (waits)
            {
                _timer ??= time.CreateTimer(static wait => ((HostWait)wait!).Tell(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(WorthTelling, Timeout.InfiniteTimeSpan);
                return;
            }

            _lasts = false;
            _told.Clear();
            if (_lasting?.Task.IsCompleted == true)
            {
                _lasting = null;
            }
        }
    }

    /// <summary>Ends when this run is to be told of a wait that it does not know of yet; null when it has been told.</summary>
    public Task? News(string run)
    {
        lock (_gate)
        {
            return _lasts && _told.Contains(run) ? null : (_lasting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Notes that the run has been answered; whether the fetch waits for its host.</summary>
    public bool Answer(string run)
    {
        lock (_gate)
        {
            return _lasts && (_told.Add(run) || true);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _waits = _lasts = false;
            _timer?.Dispose();
        }
    }

    private void Tell()
    {
        lock (_gate)
        {
            if (_waits)
            {
                _lasts = true;
                (_lasting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            }
        }
    }
}
