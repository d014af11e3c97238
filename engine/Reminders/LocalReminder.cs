using Orleans.Runtime;

namespace Orleans.Reminders;

/// <summary>A reminder that this silo ticks. A tick is a call of its grain; what was missed while nobody ticked is not made up for.</summary>
internal sealed class LocalReminder : IDisposable
{
    // Timers cannot wait for longer than seven weeks.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(20);

    private readonly SiloRuntime _runtime;
    private readonly ReminderEntry _entry;
    private readonly ITimer _timer;
    private DateTime _next;

    public LocalReminder(SiloRuntime runtime, ReminderEntry entry)
    {
        _runtime = runtime;
        _entry = entry;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = runtime.Time.CreateTimer(static state => ((LocalReminder)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public string? ETag => _entry.ETag;

    private DateTime UtcNow => _runtime.Time.GetUtcNow().UtcDateTime;

    public void Start()
    {
        TimeSpan late = UtcNow - _entry.StartAt;
        _next = late <= TimeSpan.Zero ? _entry.StartAt : _entry.StartAt + (_entry.Period * Math.Ceiling(late / _entry.Period));
        Wait();
    }

    public void Dispose() => _timer.Dispose();

    private void Wait()
    {
        TimeSpan wait = _next - UtcNow;
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private async void Fire()
    {
        try
        {
            if (UtcNow < _next)
            {
                Wait();
                return;
            }

            DateTime due = _next;
            try
            {
                await _runtime.GrainFactory.GetGrain<IRemindable>(_entry.GrainId)
                    .ReceiveReminder(_entry.ReminderName, new TickStatus(_entry.StartAt, _entry.Period, UtcNow)).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                EngineLog.ReminderFailed(_runtime.Logger, exception, _entry.ReminderName, _entry.GrainId);
            }

            do
            {
                due += _entry.Period;
            }
            while (due <= UtcNow);
            _next = due;
            Wait();
        }
        catch (ObjectDisposedException)
        {
            // Forgotten during its tick.
        }
    }
}
