using System.Collections.Concurrent;
using Orleans.Runtime.Messaging;

namespace Orleans.Runtime;

/// <content>Who does not answer is suspected; enough suspicions in the table make a death.</content>
internal sealed partial class MembershipAgent
{
    private readonly ConcurrentDictionary<SiloAddress, int> _missed = new();
    private readonly ConcurrentDictionary<SiloAddress, byte> _gone = new();
    private long _lastProbe;

    /// <summary>A connection to a silo broke: find out whether it still runs.</summary>
    public void OnBroken(SiloAddress silo)
    {
        if (!_stopped.IsCancellationRequested && ClusterView.IsRunning(runtime.View.StatusOf(silo)))
        {
            _ = Visit(silo);
        }
    }

    /// <summary>Nothing listens at a silo's endpoint, or another silo does: on one machine that proves that it has ended.</summary>
    public void OnGone(SiloAddress silo)
    {
        if (!_stopped.IsCancellationRequested && _gone.TryAdd(silo, 0))
        {
            _ = Suspect(silo);
        }
    }

    /// <summary>Connects to a silo. That it refuses is noted by the link.</summary>
    private async Task Visit(SiloAddress silo)
    {
        try
        {
            await runtime.LinkTo(silo).Connect().ConfigureAwait(false);
        }
        catch (Exception exception) when (SiloLink.IsFailure(exception))
        {
            if (_gone.ContainsKey(silo))
            {
                await Suspect(silo).ConfigureAwait(false);
            }
        }
    }

    private async Task Probe()
    {
        long now = runtime.Time.GetTimestamp();
        TimeSpan sinceLast = runtime.Time.GetElapsedTime(_lastProbe, now);
        if (_lastProbe != 0 && sinceLast > options.ProbeTimeout * 2)
        {
            // This silo was held up itself; what it missed meanwhile says nothing about the others.
            _missed.Clear();
        }

        _lastProbe = now;
        SiloAddress[] active = [.. runtime.View.Ring.Silos];
        int self = Array.IndexOf(active, _self);
        SiloAddress[] watched = [.. active[(self + 1)..].Concat(active[..Math.Max(0, self)]).Take(options.NumProbedSilos)];
        await Task.WhenAll(watched.Select(ProbeOne)).ConfigureAwait(false);
    }

    private async Task ProbeOne(SiloAddress silo)
    {
        using var timeout = new CancellationTokenSource(options.ProbeTimeout, runtime.Time);
        try
        {
            await runtime.LinkTo(silo).Ask(Frame.Probe, 0, static (_, _) => { }, timeout.Token).ConfigureAwait(false);
            _missed.TryRemove(silo, out _);
        }
        catch (Exception exception) when (SiloLink.IsFailure(exception))
        {
            int missed = _missed.AddOrUpdate(silo, 1, (_, before) => before + 1);
            EngineLog.ProbeMissed(Logger, silo, missed, exception.Message);
            if (missed >= options.NumMissedProbesLimit || _gone.ContainsKey(silo))
            {
                await Suspect(silo).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Votes against a silo in the table; with enough fresh votes it is dead.</summary>
    private async Task Suspect(SiloAddress silo)
    {
        try
        {
            await Write(data => Vote(data, silo), _stopped.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // This silo is stopping.
        }
        catch (Exception exception)
        {
            EngineLog.TableUnreachable(Logger, exception);
        }
    }

    private Task<bool>? Vote(MembershipTableData data, SiloAddress silo)
    {
        Tuple<MembershipEntry, string>? row = data.TryGet(silo);
        if (row is null || row.Item1.Status == SiloStatus.Dead || data.TryGet(_self) is null or { Item1.Status: SiloStatus.Dead })
        {
            return null;
        }

        DateTime oldestVote = UtcNow - options.DeathVoteExpirationTimeout;
        HashSet<SiloAddress> voters = [.. (row.Item1.SuspectTimes ?? []).Where(vote => vote.Item2 > oldestVote).Select(vote => vote.Item1)];
        bool hasVoted = !voters.Add(_self);
        DateTime oldestSign = UtcNow - (options.IAmAliveTablePublishTimeout * options.NumMissedTableIAmAliveLimit);
        int electorate = data.Members.Count(member => member.Item1.Status == SiloStatus.Active && !_gone.ContainsKey(member.Item1.SiloAddress) && member.Item1.IAmAliveTime > oldestSign);
        if (voters.Count >= Math.Max(1, Math.Min(options.NumVotesForDeathDeclaration, (electorate + 1) / 2)))
        {
            EngineLog.SiloDeclaredDead(Logger, silo);
            return table.UpdateRowAsync(Dead(row.Item1), row.Item2, data.Version.Next());
        }

        if (hasVoted)
        {
            return null;
        }

        MembershipEntry suspect = row.Item1.Copy();
        suspect.AddOrUpdateSuspector(_self, UtcNow, options.NumVotesForDeathDeclaration);
        return table.UpdateRowAsync(suspect, row.Item2, data.Version.Next());
    }
}
