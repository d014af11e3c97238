using System.Globalization;

namespace Gleaner.Pipeline.Hosts;

/// <summary>
/// All that a host's grain decides, as a function of what silos say and of the time, which only moves forward: who holds how many
/// slots, who may start when, whether anybody may at all. <see cref="Ask"/> takes a question, <see cref="Settle"/> finds the answers.
/// </summary>
/// <param name="firstStart">Start times begin here: later than any that an earlier activation can have given.</param>
/// <param name="unheard">Silos that may hold slots from an earlier activation; nothing is given until each has said what it holds.</param>
/// <param name="unheardUntil">By then whatever they held has run out.</param>
internal sealed class HostBook(TimeSpan firstStart, IEnumerable<string> unheard, TimeSpan unheardUntil)
{
    private readonly List<SiloLease> _silos = [];
    private readonly HashSet<string> _unheard = [.. unheard];
    private readonly StartSchedule _starts = new(firstStart);
    private readonly HostCircuit _circuit = new();
    private readonly RecentLimits _limits = new();

    /// <summary>The next start time that was not given yet.</summary>
    public TimeSpan NextStart => _starts.Next;

    public bool IsIdle => _silos.TrueForAll(static s => s.Held == 0 && s.Pending is null);

    /// <summary>Silos that hold slots.</summary>
    public IEnumerable<string> Holders => _silos.Where(static s => s.Held > 0).Select(static s => s.Silo);

    public HostLimits Limits(TimeSpan now) => _limits.Strictest(now);

    /// <summary>Takes a question; the one before it of the same silo ends without an answer.</summary>
    public PendingAsk Ask(HostAsk ask, TimeSpan now)
    {
        var pending = new PendingAsk(ask, now);
        var silo = _silos.Find(s => s.Silo == ask.Silo);
        if (silo is null)
        {
            silo = new SiloLease(ask.Silo) { Successes = ask.Known is null ? 0 : ask.Successes, Failures = ask.Known is null ? 0 : ask.Failures };
            _silos.Add(silo);
        }

        if (ask.Sequence <= silo.Sequence)
        {
            pending.Answer.SetResult(null);
            return pending;
        }

        silo.Pending?.Answer.TrySetResult(null);
        silo.Pending = pending;
        _unheard.RemoveWhere(other => other == ask.Silo || IsEarlierLifeOf(ask.Silo, other));
        Note(silo, ask, now);
        return pending;
    }

    /// <summary>Answers what can be answered now.</summary>
    public IReadOnlyList<(PendingAsk Pending, HostGrant Grant)> Settle(TimeSpan now)
    {
        Expire(now);
        var limits = Limits(now);
        var recovers = Recovers(now);
        var slots = _circuit.OpenFor(now) > TimeSpan.Zero ? 0 : _circuit.IsHalfOpen(now) ? 1 : limits.MaxConcurrency;
        var free = recovers ? 0 : SlotShares.Split(slots, _silos, now);
        var answers = new List<(PendingAsk, HostGrant)>();
        foreach (var silo in _silos.Where(static s => s.Pending is not null).OrderBy(static s => s.StarvesSince ?? s.StartsAt).ToList())
        {
            var pending = silo.Pending!;
            var gained = Math.Max(0, Math.Min(free, silo.Target + Surplus(silo, slots) - silo.Held));
            if (gained > 0)
            {
                silo.GainedAt = silo.Held == 0 ? now : silo.GainedAt;
                silo.Held += gained;
                silo.StarvesSince = null;
                free -= gained;
            }

            var starts = recovers ? null : TakeStarts(silo, limits, now);
            var closedFor = _circuit.OpenFor(now);
            var terms = new HostTerms(silo.Share, limits.Spacing, limits.Tolerance, _circuit.IsTroubled);
            var isNews = gained > 0 || starts is not null || terms != pending.Ask.Known || pending.Ask.MustAnswer || pending.Ask.Leaves
                || (closedFor > TimeSpan.Zero && pending.Ask.Waiting > 0);
            if (isNews || now >= pending.AnswerBy)
            {
                silo.Pending = null;
                silo.ExpiresAt = now + HostLease.Length;
                answers.Add((pending, new HostGrant(silo.Held, terms, starts, now - pending.Since, closedFor, _circuit.IsHalfOpen(now) && gained > 0)));
            }
        }

        return answers;
    }

    /// <summary>When <see cref="Settle"/> may find more without anybody asking; null when never.</summary>
    public TimeSpan? SettleAgainAt(TimeSpan now)
    {
        TimeSpan? next = null;
        var limits = Limits(now);
        foreach (var silo in _silos)
        {
            if (silo.Pending is { } pending)
            {
                Sooner(pending.AnswerBy);
                if (limits.AreSpaced && silo.Waiting > 0)
                {
                    Sooner(_starts.OpensAt);
                }
            }
        }

        if (next is null)
        {
            return null;
        }

        foreach (var silo in _silos.Where(static s => s.Held > 0))
        {
            Sooner(silo.ExpiresAt);
            Sooner(silo.GainedAt + SlotShares.Turn);
        }

        if (Recovers(now))
        {
            Sooner(unheardUntil);
        }

        return next;

        void Sooner(TimeSpan at)
        {
            if (at > now && !(at > next))
            {
                next = at;
            }
        }
    }

    private static void Report(HostCircuit circuit, SiloLease silo, HostAsk ask, HostLimits limits, TimeSpan now)
    {
        if (ask.Known is null)
        {
            // It has begun to count anew.
            (silo.Successes, silo.Failures) = (0, 0);
        }

        circuit.Report(ask.Successes - silo.Successes, ask.Failures - silo.Failures, ask.FailuresInARow, limits, now);
        (silo.Successes, silo.Failures) = (ask.Successes, ask.Failures);
    }

    private void Note(SiloLease silo, HostAsk ask, TimeSpan now)
    {
        if (ask.Limits != HostLimits.None)
        {
            _limits.Use(ask.Limits, now);
        }

        Report(_circuit, silo, ask, Limits(now), now);
        (silo.Sequence, silo.AskedAt, silo.ExpiresAt) = (ask.Sequence, now, now + HostLease.Length);
        (silo.Held, silo.InUse, silo.Waiting) = (ask.Holds, ask.InUse, ask.Waiting);
        silo.StarvesSince = silo.Held == 0 && silo.Waiting > 0 ? silo.StarvesSince ?? now : null;
    }

    private void Expire(TimeSpan now)
    {
        foreach (var silo in _silos.Where(s => s.ExpiresAt <= now && s.Pending is null))
        {
            (silo.Held, silo.InUse, silo.Waiting, silo.StarvesSince) = (0, 0, 0, null);
        }

        // What is left of a silo only tells late questions from new ones.
        _silos.RemoveAll(s => s.Held == 0 && s.Pending is null && now - s.AskedAt > RecentLimits.KeptFor);
    }

    private bool Recovers(TimeSpan now) => _unheard.Count > 0 && now < unheardUntil;

    /// <summary>A block beyond what is wanted at the moment, half of what nobody wants: the next ones cost no call.</summary>
    private int Surplus(SiloLease silo, int slots) =>
        silo.Waiting == 0 || silo.Held >= silo.Demand || _circuit.IsTroubled ? 0 : Math.Max(0, slots - _silos.Sum(static s => Math.Max(s.Target, s.Held)) + 1) / 2;

    private StartTimes? TakeStarts(SiloLease silo, HostLimits limits, TimeSpan now)
    {
        var wanted = Math.Min(silo.Waiting, silo.Held - silo.InUse) - silo.Pending!.Ask.StartsLeft;
        if (wanted <= 0 || !limits.AreSpaced || _starts.Take(wanted, limits, silo.Pending.Ask.Lead, now) is not { } starts)
        {
            return null;
        }

        silo.StartsAt = now;
        return starts;
    }

    /// <summary>The same endpoint in an earlier generation (<c>address@generation</c>): that process is gone, and its exchanges with it.</summary>
    private static bool IsEarlierLifeOf(string silo, string other) =>
        silo.Split('@') is [var endpoint, var life] && other.Split('@') is [var otherEndpoint, var otherLife] && endpoint == otherEndpoint
        && long.TryParse(life, CultureInfo.InvariantCulture, out var generation) && long.TryParse(otherLife, CultureInfo.InvariantCulture, out var otherGeneration)
        && otherGeneration < generation;
}
