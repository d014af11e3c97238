using Gleaner.Client.Connecting;
using Gleaner.Client.Output;
using Gleaner.Contracts;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Clusters;

/// <summary>What happened to one silo of a restart.</summary>
internal enum RestartStep
{
    /// <summary>It was asked to leave.</summary>
    Stopping,

    /// <summary>It has left the cluster and its process has ended.</summary>
    Stopped,

    /// <summary>It did not leave in time and was killed.</summary>
    Killed,

    /// <summary>Its successor has joined on the same ports and is ready.</summary>
    Ready,
}

/// <summary>
/// Replaces the silos of this data directory's cluster by new processes on the same ports, with the same store and settings: one after
/// the other, so that the others take over what it had, or all at once. The state file says at every moment what runs.
/// </summary>
internal sealed class ClusterRestart
{
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(10);

    private readonly CommandContext _context;
    private readonly ClusterFiles _files;
    private readonly SiloLauncher _launcher;
    private readonly StoreAddress _store;
    private readonly MembershipTable _membership;
    private readonly Action<SiloRecord, RestartStep> _tell;
    private ClusterState _state;

    private ClusterRestart(
        CommandContext context, ClusterFiles files, ClusterState state, StoreAddress store, MembershipTable membership, Action<SiloRecord, RestartStep> tell)
    {
        (_context, _files, _state, _store, _membership, _tell) = (context, files, state, store, membership, tell);
        _launcher = new SiloLauncher(files);
    }

    private CancellationToken Cancellation => _context.Interruption.Token;

    /// <param name="rolling">One after the other; else all at once.</param>
    /// <param name="tell">Told of every step, with the silo as it is then.</param>
    /// <returns>The cluster as it is now.</returns>
    /// <exception cref="UserErrorException">There is no whole cluster, or a silo did not come back; the others go on.</exception>
    public static async Task<ClusterState> Run(CommandContext context, bool rolling, Action<SiloRecord, RestartStep> tell)
    {
        var files = ClusterFiles.In(context.Data);
        using var _ = files.Lock();
        var state = files.ReadState();
        if (state is null || files.ReadStore() is not { } store || !state.Silos.Any(silo => silo.IsAlive))
        {
            throw UserErrorException.Failed("No cluster is up; 'gleaner up' starts one.");
        }

        if (state.Engine != OrleansEngine.Name)
        {
            throw UserErrorException.Failed($"The cluster's engine is {state.Engine} and this program's is {OrleansEngine.Name}; run this with --engine {state.Engine}, or 'gleaner down' and 'gleaner up'.");
        }

        if (state.Silos.FirstOrDefault(silo => !silo.IsAlive) is { } dead)
        {
            throw UserErrorException.Failed($"{dead.Name} is not up; 'gleaner up --silos {state.Silos.Count}' makes the cluster whole first.");
        }

        await using var connection = await StoreDoor.Open(store, context.Interruption.Token);
        var restart = new ClusterRestart(context, files, state, store, new MembershipTable(connection), tell);
        foreach (var group in rolling ? state.Silos.Select(silo => (IReadOnlyList<SiloRecord>)[silo]) : [state.Silos])
        {
            await restart.Replace(group);
        }

        return restart._state;
    }

    private async Task Replace(IReadOnlyList<SiloRecord> silos)
    {
        foreach (var silo in silos)
        {
            _tell(silo, RestartStep.Stopping);
        }

        var killed = await ClusterDown.StopSilos([.. silos.Select(silo => silo.Process!)], _context.Time);
        foreach (var silo in silos)
        {
            Record(silo with { Process = null });
        }

        await WaitUntilGone(silos, Cancellation);
        foreach (var silo in silos)
        {
            _tell(silo, killed.Contains(silo.Process!) ? RestartStep.Killed : RestartStep.Stopped);
        }

        var ports = new PortPlan(0, _state);
        var started = new List<SiloRecord>();
        foreach (var silo in silos)
        {
            await ports.PortsFor(silo.Name, silo, Cancellation);
            var fresh = _launcher.Start(silo, _store, _state.Settings);
            Record(fresh);
            started.Add(fresh);
        }

        try
        {
            await SiloLauncher.WaitUntilJoined(started, _membership, _context.Time, Cancellation);
        }
        catch (UserErrorException e)
        {
            throw UserErrorException.Failed($"{e.Message} The restart ends here; silos that were not restarted yet go on as they were.");
        }

        foreach (var silo in started)
        {
            _tell(silo, RestartStep.Ready);
        }
    }

    /// <summary>A silo that was killed, or whose store was away, could not sign off: its row is closed for it, since its process has ended.</summary>
    private async Task WaitUntilGone(IReadOnlyList<SiloRecord> silos, CancellationToken cancellation)
    {
        var ports = silos.Select(silo => silo.SiloPort).ToHashSet();
        var startedAt = _context.Time.GetTimestamp();
        while ((await _membership.Read(cancellation)).Any(row => row.Status is not MemberStatus.Dead && ports.Contains(row.Port)))
        {
            if (_context.Time.GetElapsedTime(startedAt) > LeaveWithin)
            {
                await _membership.MarkDead(ports, cancellation);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), _context.Time, cancellation);
        }
    }

    private void Record(SiloRecord silo)
    {
        _state = _state with { Silos = [.. _state.Silos.Select(s => s.Name == silo.Name ? silo : s)] };
        _files.WriteState(_state);
    }
}
