namespace Gleaner.Tests.TestSupport;

/// <summary>A clock that stands still until it is advanced; timers fire inside <see cref="Advance"/>, in the order they are due.</summary>
public sealed class FakeTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private readonly List<(Func<TimeSpan, bool> Matches, TaskCompletionSource Seen)> _watchers = [];
    private DateTimeOffset _now = start;

    public FakeTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock, stopping at each timer on the way to fire it.</summary>
    public void Advance(TimeSpan span)
    {
        var end = GetUtcNow() + span;
        while (TakeDue(end) is { } due)
        {
            due.Fire();
        }
    }

    /// <summary>Completes once a timer is set to a due time that matches; a timer that is set already counts.</summary>
    public Task TimerSet(Func<TimeSpan, bool> matches)
    {
        lock (_lock)
        {
            if (_timers.Exists(timer => timer.Due is { } due && matches(due - _now)))
            {
                return Task.CompletedTask;
            }

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((matches, seen));
            return seen.Task;
        }
    }

    /// <summary>Completes once a timer is due in exactly this time.</summary>
    public Task TimerSet(TimeSpan due) => TimerSet(set => set == due);

    private Timer? TakeDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            _now = next?.Due > _now ? next.Due.Value : next is null ? end : _now;
            next?.Rearm();
            return next;
        }
    }

    private void Set(Timer timer, TimeSpan due, TimeSpan period)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            timer.Period = period;
            timer.Due = due == Timeout.InfiniteTimeSpan ? null : _now + due;
            if (timer.Due is null)
            {
                return;
            }

            _timers.Add(timer);
            foreach (var watcher in _watchers.FindAll(watcher => watcher.Matches(due)))
            {
                _watchers.Remove(watcher);
                watcher.Seen.TrySetResult();
            }
        }
    }

    private void Remove(Timer timer)
    {
        lock (_lock)
        {
            timer.Due = null;
            _timers.Remove(timer);
        }
    }

    private sealed class Timer(FakeTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public TimeSpan Period { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Set(this, dueTime, period);
            return true;
        }

        public void Rearm()
        {
            if (Period > TimeSpan.Zero)
            {
                Due += Period;
            }
            else
            {
                clock.Remove(this);
            }
        }

        public void Fire() => callback(state);

        public void Dispose() => clock.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
