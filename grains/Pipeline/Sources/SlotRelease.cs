namespace Gleaner.Pipeline.Sources;

/// <summary>
/// Tells the runs that share a fetch when it needs no slot of theirs, so that they give it to another source: while it waits for its
/// host's permission, and once its rows are on their way to the store. Each run is told once for each wait: one that knows it polls as usual.
/// </summary>
internal sealed class SlotRelease(TimeProvider time) : IDisposable
{
    /// <summary>A shorter wait is not worth an answer.</summary>
    private static readonly TimeSpan WorthTelling = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private HashSet<string>? _told;
    private ITimer? _timer;
    private TaskCompletionSource? _news;
    private bool _waits;
    private bool _lasts;
    private bool _over;

    /// <summary>The host's door calls this, on any thread.</summary>
    public void WaitForHost(bool waits)
    {
        lock (_gate)
        {
            _waits = waits;
            if (waits)
            {
                _timer ??= time.CreateTimer(static wait => ((SlotRelease)wait!).Tell(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(WorthTelling, Timeout.InfiniteTimeSpan);
                return;
            }

            _lasts = false;
            _told = null;
            if (_news?.Task.IsCompleted == true && !_over)
            {
                _news = null;
            }
        }
    }

    /// <summary>The fetch itself is done, and its rows wait for the store. Told at once: a server is never nearer than an answer.</summary>
    public void WaitForStore()
    {
        lock (_gate)
        {
            _waits = _lasts = true;
            NewsSource().TrySetResult();
        }
    }

    /// <summary>Ends when this run is to be told of a wait that it does not know of yet, and when the fetch is over; null when it has been told.</summary>
    public Task? News(string run)
    {
        lock (_gate)
        {
            return _lasts && _told?.Contains(run) == true ? null : NewsSource().Task;
        }
    }

    /// <summary>Whether some run was told, and comes back for its outcome.</summary>
    public bool IsAwaited
    {
        get
        {
            lock (_gate)
            {
                return _told is not null;
            }
        }
    }

    /// <summary>Notes that the run has been answered; whether the fetch needs no slot.</summary>
    public bool Answer(string run)
    {
        lock (_gate)
        {
            if (_lasts)
            {
                (_told ??= []).Add(run);
            }

            return _lasts;
        }
    }

    /// <summary>The fetch has ended: whoever waits for news looks at its outcome.</summary>
    public void Over()
    {
        lock (_gate)
        {
            _over = true;
            NewsSource().TrySetResult();
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
                NewsSource().TrySetResult();
            }
        }
    }

    private TaskCompletionSource NewsSource() => _news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
}
