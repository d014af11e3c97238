using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Hosts;

/// <summary>Fires every timer a little before its time, as the system's timers may.</summary>
internal sealed class EarlyTimers(FakeTimeProvider clock) : TimeProvider
{
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(0.4);

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(clock.CreateTimer(callback, state, Sooner(dueTime), period));

    private static TimeSpan Sooner(TimeSpan due) => due > Early ? due - Early : due;

    private sealed class Timer(ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(Sooner(dueTime), period);

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
