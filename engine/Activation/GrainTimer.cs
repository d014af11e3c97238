namespace Orleans.Runtime;

/// <summary>A timer of a grain. The next tick is set when one has ended, so ticks never pile up.</summary>
internal sealed class GrainTimer : Request, IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly bool _interleave;
    private readonly bool _keepAlive;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private TimeSpan _next;
    private TimeSpan _period;
    private bool _changed;
    private bool _firing;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, bool interleave, bool keepAlive)
    {
        _activation = activation;
        _callback = callback;
        _interleave = interleave;
        _keepAlive = keepAlive;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Class.Runtime.Time.CreateTimer(static state => ((GrainTimer)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public override bool AlwaysInterleaves => _interleave;

    public override bool IsReadOnly => false;

    public override bool KeepsAlive => _keepAlive;

    public override bool IsLocalOnly => true;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime);
        Validate(period);
        _changed = true;
        _next = dueTime;
        _period = period;
        if (!_firing)
        {
            Set(dueTime);
        }
    }

    public void Dispose()
    {
        if (!_disposed.IsCancellationRequested)
        {
            _disposed.Cancel();
            _timer.Dispose();
            _activation.RemoveTimer(this);
        }
    }

    public override bool TryBegin(Activation activation)
    {
        _changed = false;
        return !_disposed.IsCancellationRequested;
    }

    public override Task Invoke(Activation activation) => _callback(_disposed.Token);

    public override void Complete(Task done)
    {
        if (!done.IsCompletedSuccessfully)
        {
            EngineLog.TimerFailed(_activation.Class.Runtime.Logger, TaskFailure.Of(done), _activation.GrainId);
        }

        _firing = false;
        Set(_changed ? _next : _period);
    }

    public override void Fail(Exception exception)
    {
        // The activation is gone, and the timer with it.
    }

    private void Fire()
    {
        _firing = true;
        _activation.TryReceive(this);
    }

    private void Set(TimeSpan due)
    {
        try
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // Disposed during its last tick.
        }
    }

    private static void Validate(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((long)span.TotalMilliseconds, -1, nameof(span));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)span.TotalMilliseconds, 0xfffffffe, nameof(span));
    }
}
