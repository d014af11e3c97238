using Microsoft.Extensions.ObjectPool;

namespace Gleaner.Pipeline.Fetching;

/// <summary>Which bound ran out.</summary>
internal enum TimeBound
{
    Attempt,
    Idle,
    Deadline,
}

/// <summary>
/// The one timer of an attempt: whichever of its bounds comes first, together with the caller's cancellation, cancels
/// <see cref="Token"/>. Pooled, because a fetch costs little more than its timer would.
/// </summary>
internal sealed class AttemptTimer(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenRegistration _caller;
    private TimeBound _outer;
    private TimeSpan _attempt;
    private TimeSpan _deadline;
    private TimeSpan _budget;
    private long _started;

    public CancellationToken Token => _source.Token;

    /// <summary>The bound that the timer is set for; once it fired, the one that ran out.</summary>
    public TimeBound Bound { get; private set; }

    /// <summary>How long it was paused so far.</summary>
    public TimeSpan Paused { get; private set; }

    /// <summary>The part of <see cref="Paused"/> that no bound counts.</summary>
    public TimeSpan Uncharged { get; private set; }

    /// <summary>What is left of the fetch's deadline, never negative.</summary>
    public TimeSpan DeadlineLeft => Clamp(_deadline - time.GetElapsedTime(_started));

    public void Start(TimeSpan attempt, TimeSpan deadline, CancellationToken caller)
    {
        (_attempt, _deadline, Paused, Uncharged) = (attempt, deadline, TimeSpan.Zero, TimeSpan.Zero);
        Arm();
        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Expects the next bytes within <paramref name="idle"/>, or within what is left when that is less.</summary>
    public void ExpectBytesWithin(TimeSpan idle)
    {
        var left = _budget - time.GetElapsedTime(_started);
        if (idle < left)
        {
            Bound = TimeBound.Idle;
            _source.CancelAfter(idle);
        }
        else if (Bound == TimeBound.Idle)
        {
            Bound = _outer;
            _source.CancelAfter(Clamp(left));
        }
    }

    /// <summary>Stands still, until <see cref="Resume"/>; what has been used up stays so.</summary>
    public void Pause()
    {
        _source.CancelAfter(Timeout.InfiniteTimeSpan);
        Spend(attempt: time.GetElapsedTime(_started), deadline: time.GetElapsedTime(_started));
    }

    /// <summary>Goes on.</summary>
    /// <param name="charged">The part of the pause that the deadline counts; the attempt's bound never does.</param>
    public void Resume(TimeSpan charged)
    {
        var paused = time.GetElapsedTime(_started);
        charged = charged < TimeSpan.Zero ? TimeSpan.Zero : charged > paused ? paused : charged;
        Paused += paused;
        Uncharged += paused - charged;
        Spend(attempt: TimeSpan.Zero, deadline: charged);
        Arm();
    }

    /// <summary>Stops the timer; false when it has fired and cannot be used again.</summary>
    public bool TryReset()
    {
        _caller.Dispose();
        _caller = default;
        return _source.TryReset();
    }

    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }

    private void Arm()
    {
        Bound = _outer = _deadline <= _attempt ? TimeBound.Deadline : TimeBound.Attempt;
        _budget = Clamp(_deadline <= _attempt ? _deadline : _attempt);
        _started = time.GetTimestamp();
        if (_budget == TimeSpan.Zero)
        {
            // At once: a timer would let a request go out first.
            _source.Cancel();
        }
        else
        {
            _source.CancelAfter(_budget);
        }
    }

    private void Spend(TimeSpan attempt, TimeSpan deadline)
    {
        _attempt -= attempt;
        _deadline -= deadline;
        _started = time.GetTimestamp();
    }

    private static TimeSpan Clamp(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span > Longest ? Longest : span;

    /// <summary>Makes timers and takes back those that did not fire.</summary>
    public sealed class Policy(TimeProvider time) : PooledObjectPolicy<AttemptTimer>
    {
        public override AttemptTimer Create() => new(time);

        public override bool Return(AttemptTimer obj) => obj.TryReset();
    }
}
