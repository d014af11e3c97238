namespace Gleaner.Client.Output;

/// <summary>How far a run is, as its watcher has seen it. Written by the watcher, read by the display.</summary>
internal sealed class GatherProgress(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Queue<(long At, int Done)> _samples = new();
    private readonly long _startedAt = time.GetTimestamp();
    private int _total;
    private int _ok;
    private int _failed;
    private string? _waits;

    /// <summary>Says how many sources the run has; it grows while the plan is written.</summary>
    public void SetTotal(int total)
    {
        lock (_lock)
        {
            _total = total;
        }
    }

    /// <summary>Says what the run waits for; null when it goes on.</summary>
    public void SetWaiting(string? what)
    {
        lock (_lock)
        {
            _waits = what;
        }
    }

    public void Add(bool ok)
    {
        lock (_lock)
        {
            _ok += ok ? 1 : 0;
            _failed += ok ? 0 : 1;
        }
    }

    public ProgressSnapshot Read()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var done = _ok + _failed;
            while (_samples.Count > 1 && time.GetElapsedTime(_samples.Peek().At, now) > Window)
            {
                _samples.Dequeue();
            }

            // The rate of the last seconds, so that it follows what happens now.
            var (since, before) = _samples.Count > 0 ? _samples.Peek() : (_startedAt, 0);
            var seconds = time.GetElapsedTime(since, now).TotalSeconds;
            var rate = seconds > 0 ? (done - before) / seconds : 0;
            _samples.Enqueue((now, done));
            return new ProgressSnapshot(_total, _ok, _failed, rate, time.GetElapsedTime(_startedAt, now), _waits);
        }
    }
}

/// <summary>A run at one moment.</summary>
/// <param name="Total">Sources in the plan; 0 while it is not known.</param>
/// <param name="RatePerSecond">Outcomes per second of late.</param>
/// <param name="Waits">What the run waits for, or null.</param>
internal sealed record ProgressSnapshot(int Total, int Ok, int Failed, double RatePerSecond, TimeSpan Elapsed, string? Waits = null)
{
    public int Done => Ok + Failed;

    /// <summary>Time left at this rate, or null when that cannot be told.</summary>
    public TimeSpan? Left => Total > 0 && RatePerSecond > 0.01 ? TimeSpan.FromSeconds((Total - Done) / RatePerSecond) : null;
}
