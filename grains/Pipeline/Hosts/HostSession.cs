using System.Diagnostics.CodeAnalysis;

namespace Gleaner.Pipeline.Hosts;

/// <summary>
/// One host as this silo uses it: the exchanges that wait, the slots and start times in hand, and (in the other part) the talk with
/// the host's grain. It begins with the first exchange and ends a moment after the last.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The timer and the talk end with the session, which nobody owns.")]
internal sealed partial class HostSession(string authority, IHostGrain grain, HostSessionContext context, Action<HostSession> ended)
{
    // Exchanges that follow one another closely use one lease.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ShortestWake = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly LinkedList<HostWaiter> _waiters = [];
    private readonly RecentLimits _limits = new();
    private readonly StartsInHand _starts = new();
    private int _slots;
    private int _inUse;
    private TimeSpan _leaseUntil;
    private long _acknowledged;
    private HostTerms? _terms;
    private DateTimeOffset? _closedUntil;
    private bool _wasHeld;
    private bool _probes;
    private TimeSpan? _idleSince;
    private long _successes;
    private long _failures;
    private int _failuresInARow;
    private bool _mustReport;
    private bool _ended;
    private ITimer? _wake;
    private TimeSpan? _wakeAt;

    public string Authority => authority;

    private bool IsSpaced => _terms?.Spacing > TimeSpan.Zero;

    private bool IsIdle => _inUse == 0 && _waiters.Count == 0;

    /// <summary>False when the session has ended: a new one is needed.</summary>
    public bool TryEnter(HostLimits limits, TimeSpan patience, Action<bool>? waiting, CancellationToken cancellation, out ValueTask<HostPass> entered)
    {
        entered = default;
        HostWaiter waiter;
        lock (_lock)
        {
            if (_ended)
            {
                return false;
            }

            var now = context.Now;
            _limits.Use(limits, now);
            if (_waiters.Count == 0 && _closedUntil is null && context.Held.Until(authority) is null && CanBegin(now))
            {
                entered = ValueTask.FromResult<HostPass>(Begin());
                return true;
            }

            waiter = new HostWaiter(limits, patience);
            _waiters.AddLast(waiter);
            Deal(now);
        }

        entered = waiter.Entered.IsCompletedSuccessfully ? ValueTask.FromResult(waiter.Entered.Result) : Wait(waiter, waiting, cancellation);
        return true;
    }

    public void Exit(bool transportFailed, TimeSpan? retryAfter)
    {
        if (retryAfter is { } wait && wait > TimeSpan.Zero)
        {
            context.Board.Hold(authority, wait);
        }

        lock (_lock)
        {
            _inUse--;
            if (transportFailed)
            {
                _failures++;
                _failuresInARow++;
                _mustReport = true;
            }
            else
            {
                _successes++;
                _failuresInARow = 0;
                _mustReport |= _terms?.Troubled == true;
            }

            if (_probes)
            {
                _slots = _inUse;
            }

            Deal(context.Now);
        }
    }

    /// <summary>The host may be held now. Any thread.</summary>
    public void Look()
    {
        lock (_lock)
        {
            Deal(context.Now);
        }
    }

    private void OnWake()
    {
        lock (_lock)
        {
            // Timers may fire a little early: what is due then needs another one.
            _wakeAt = null;
            Deal(context.Now);
        }
    }

    private async ValueTask<HostPass> Wait(HostWaiter waiter, Action<bool>? waiting, CancellationToken cancellation)
    {
        waiting?.Invoke(true);
        try
        {
            await using var _ = cancellation.UnsafeRegister(_ => Withdraw(waiter, cancellation), null).ConfigureAwait(false);
            return await waiter.Entered.ConfigureAwait(false);
        }
        finally
        {
            waiting?.Invoke(false);
        }
    }

    private void Withdraw(HostWaiter waiter, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_waiters.Remove(waiter))
            {
                waiter.Cancel(cancellation);
                Deal(context.Now);
            }
        }
    }

    private bool CanBegin(TimeSpan now) =>
        _acknowledged == _limits.Version && now < _leaseUntil && _inUse < _slots && (!IsSpaced || _starts.TryTake(now));

    private SlotPass Begin()
    {
        _inUse++;
        _idleSince = null;
        return new SlotPass(this);
    }

    /// <summary>Gives back what others want, lets in and turns away who can be, and sees to it that the grain is asked.</summary>
    private void Deal(TimeSpan now)
    {
        if (_ended)
        {
            return;
        }

        if (_terms is { } terms && _slots > terms.Share)
        {
            _slots = Math.Max(terms.Share, _inUse);
        }

        LetIn(now);
        _idleSince = IsIdle ? _idleSince ?? now : null;
        SeeToTalk(now);
        SetWake(now);
    }

    private void LetIn(TimeSpan now)
    {
        if (_waiters.Count == 0)
        {
            return;
        }

        if (_closedUntil <= context.Time.GetUtcNow())
        {
            _closedUntil = null;
        }

        if (_closedUntil is { } closed)
        {
            TurnAway(_ => RefusedPass.Closed(authority, closed));
            return;
        }

        if (context.Held.Until(authority) is { } held)
        {
            _wasHeld = true;
            var wait = held - context.Time.GetUtcNow();
            TurnAway(waiter => waiter.Bears(wait, now) ? null : RefusedPass.RateLimited(authority, held));
            return;
        }

        if (_wasHeld)
        {
            _wasHeld = false;
            foreach (var waiter in _waiters)
            {
                waiter.Released(now);
            }
        }

        while (_waiters.First is { } first && CanBegin(now))
        {
            _waiters.RemoveFirst();
            first.Value.Enter(Begin());
        }
    }

    private void TurnAway(Func<HostWaiter, HostPass?> refusal)
    {
        for (var node = _waiters.First; node is not null;)
        {
            var next = node.Next;
            if (refusal(node.Value) is { } refused)
            {
                _waiters.Remove(node);
                node.Value.Enter(refused);
            }

            node = next;
        }
    }

    private void SetWake(TimeSpan now)
    {
        var at = _restsUntil;
        Consider(_idleSince + Linger);
        if (_waiters.Count > 0)
        {
            var held = context.Held.Until(authority) - context.Time.GetUtcNow();
            Consider(held is not null ? now + held : IsSpaced && _inUse < _slots ? _starts.Next(now) : null);
        }

        // A timer that is due sooner, or for nothing any more, only makes us look once too often.
        if (at is { } due && !(_wakeAt <= due))
        {
            _wakeAt = due;
            _wake ??= context.Time.CreateTimer(static session => ((HostSession)session!).OnWake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _wake.Change(due - now > ShortestWake ? due - now : ShortestWake, Timeout.InfiniteTimeSpan);
        }

        // What is past was looked at just now.
        void Consider(TimeSpan? time) => at = time > now && !(at < time) ? time : at;
    }
}
