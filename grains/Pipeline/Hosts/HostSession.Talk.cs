using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Hosts;

/// <summary>
/// The talk with the host's grain: one question waits there for news, which also renews the lease. When something here cannot wait,
/// a new question takes its place. A lost call costs nothing: every question says all.
/// </summary>
internal sealed partial class HostSession
{
    // A short exchange is often over before it is worth waiting for news of its slot.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    // Questions that overtake each other come no closer than this: what many exchanges bring goes into one.
    private static readonly TimeSpan LeastGap = TimeSpan.FromMilliseconds(5);

    // The grain answers sooner, and a lease is over by then: an answer that is still to come was lost with its activation.
    private static readonly TimeSpan LateAfter = HostLease.Length;

    private static readonly TimeSpan KeepWaitersLimits = TimeSpan.FromSeconds(5);

    private HostAsk? _asked;
    private long _askedLimits;
    private int _granted;
    private TimeSpan? _restsUntil;
    private TimeSpan _keptLimitsAt;
    private bool _talks;
    private TaskCompletionSource _nudge = NewNudge();

    private void SeeToTalk(TimeSpan now)
    {
        if (!_talks && !IsIdle)
        {
            _talks = true;
            _ = Task.Run(Talk, CancellationToken.None);
        }
        else if (IsUrgent(now) || _restsUntil <= now)
        {
            _restsUntil = null;
            _nudge.TrySetResult();
        }
    }

    /// <summary>True when the grain must hear more than it knows from the question that waits there.</summary>
    private bool IsUrgent(TimeSpan now)
    {
        if (_mustReport || _slots < _granted)
        {
            return true;
        }

        if (IsIdle)
        {
            return _asked?.Leaves != true && now - _idleSince >= Linger;
        }

        if (_waiters.Count == 0 || context.Held.Until(authority) is not null)
        {
            return false;
        }

        return (_acknowledged != _limits.Version && !(_asked is not null && _askedLimits == _limits.Version))
            || ((_inUse >= _slots || now >= _leaseUntil) && _waiters.Count > 2 * (_asked?.Waiting ?? 0))
            || (IsSpaced && _inUse < _slots && _starts.Next(now) is null && !(_asked is { Waiting: > 0, StartsLeft: 0 } asked && asked.Holds > asked.InUse));
    }

    private async Task Talk()
    {
        var overtakes = false;
        var failures = 0;
        while (!context.Stopping.IsCancellationRequested)
        {
            try
            {
                await (overtakes ? Task.Delay(LeastGap, context.Time, context.Stopping) : WhenWorthAsking()).ConfigureAwait(false);
                var (ask, limits, sentAt, nudged) = NextAsk();
                var call = grain.Lease(ask);
                call.Ignore();
                overtakes = await Task.WhenAny(call, nudged).WaitAsync(LateAfter, context.Time).ConfigureAwait(false) != call && !call.IsCompleted;
                if (overtakes)
                {
                    continue;
                }

                if (await call.ConfigureAwait(false) is not { } grant)
                {
                    Unanswered();
                    await context.Backoff.Wait(++failures, context.Time, context.Stopping).ConfigureAwait(false);
                    continue;
                }

                failures = 0;
                if (Take(grant, ask, limits, sentAt))
                {
                    ended(this);
                    return;
                }
            }
            catch (OperationCanceledException) when (context.Stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogAskedAgain(context.Log, authority, e.Message);
                overtakes = false;
                Unanswered();
                await context.Backoff.Wait(++failures, context.Time, context.Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Completes at once when something cannot wait, else after a rest.</summary>
    private Task WhenWorthAsking()
    {
        lock (_lock)
        {
            var now = context.Now;
            if (IsUrgent(now))
            {
                return Task.CompletedTask;
            }

            _nudge = NewNudge();
            _restsUntil = now + Rest;
            SetWake(now);
            return _nudge.Task;
        }
    }

    private (HostAsk Ask, long Limits, TimeSpan SentAt, Task Nudged) NextAsk()
    {
        lock (_lock)
        {
            var now = context.Now;
            KeepLimitsOfWaiters(now);
            _restsUntil = null;
            _nudge = NewNudge();
            _slots = IsIdle && now - _idleSince >= Linger ? 0 : now < _leaseUntil ? Math.Max(_slots, _inUse) : _inUse;
            _granted = _slots;
            _mustReport = false;
            _askedLimits = _limits.Version;
            _asked = new HostAsk
            {
                Silo = context.Silo,
                Sequence = context.NextSequence(),
                Holds = _slots,
                InUse = _inUse,
                Waiting = _waiters.Count,
                Limits = _limits.Strictest(now),
                Known = _terms,
                MustAnswer = _acknowledged != _askedLimits,
                StartsLeft = _starts.Count(now),
                Lead = _starts.Lead,
                Successes = _successes,
                Failures = _failures,
                FailuresInARow = _failuresInARow,
            };
            return (_asked, _askedLimits, now, _nudge.Task);
        }
    }

    /// <summary>Takes the answer in; true when the silo has left and the session is over.</summary>
    private bool Take(HostGrant grant, HostAsk ask, long limits, TimeSpan sentAt)
    {
        lock (_lock)
        {
            var now = context.Now;
            var made = sentAt + grant.HeldFor;
            _asked = null;
            if (ask.Leaves && IsIdle && !_mustReport)
            {
                _ended = true;
                _wake?.Dispose();
                return true;
            }

            _terms = grant.Terms;
            _slots = _granted = grant.Slots;
            _leaseUntil = made + HostLease.Length;
            _acknowledged = limits;
            _probes = grant.Probe || (_probes && grant.Slots > 0 && grant.Slots <= ask.Holds);
            if (!IsSpaced)
            {
                _starts.Clear();
            }
            else if (grant.Starts is { } starts)
            {
                _starts.Add(starts, grant.Terms.Tolerance, made, now);
            }

            _closedUntil = null;
            if (grant.ClosedFor > TimeSpan.Zero)
            {
                _closedUntil = context.Time.GetUtcNow() + grant.ClosedFor;
                _slots = _inUse;
            }

            Deal(now);
            return false;
        }
    }

    private void Unanswered()
    {
        lock (_lock)
        {
            // Whether the grain heard it is not known: what it must hear is said again.
            _asked = null;
            _mustReport |= _failuresInARow > 0;
        }
    }

    /// <summary>Limits are forgotten when they are not used; waiting for them is a use.</summary>
    private void KeepLimitsOfWaiters(TimeSpan now)
    {
        if (now - _keptLimitsAt < KeepWaitersLimits)
        {
            return;
        }

        _keptLimitsAt = now;
        foreach (var waiter in _waiters)
        {
            _limits.Use(waiter.Limits, now);
        }
    }

    private static TaskCompletionSource NewNudge() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(EventId = 5201, Level = LogLevel.Information, Message = "{Host} is asked for slots again: {Reason}")]
    private static partial void LogAskedAgain(ILogger log, string host, string reason);
}
