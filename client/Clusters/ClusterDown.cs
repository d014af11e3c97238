using Gleaner.Client.Connecting;
using Gleaner.Client.Output;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Clusters;

/// <summary>Stops the cluster of this data directory: the silos politely, then the private database.</summary>
internal sealed class ClusterDown
{
    // A silo drains for up to 15 s (SiloProcess); then it has had its time.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DieWithin = TimeSpan.FromSeconds(5);

    /// <returns>What was up, and the silos that had to be killed.</returns>
    public static async Task<(ClusterState? Was, IReadOnlyList<SiloRecord> Killed)> Run(CommandContext context)
    {
        var files = ClusterFiles.In(context.Data);
        using var _ = files.Lock();
        if (files.ReadState() is not { } state)
        {
            return (null, []);
        }

        var living = state.Silos.Where(silo => silo.IsAlive).ToList();
        var killed = await StopSilos([.. living.Select(silo => silo.Process!)], context.Time);
        var dead = state.Silos.Where(silo => silo.Process is not null && (killed.Contains(silo.Process) || !living.Contains(silo))).ToList();
        await LeaveStore(files, state, dead, context);
        if (state.Database is { IsAlive: true, Process: { } database } && !await PrivateDatabase.Stop(database, context.Time))
        {
            context.Terminal.Say($"The private database did not stop in time and was killed; it recovers at its next start (log: {state.Database.Log}).");
        }

        files.WriteState(WithoutDead(state));
        return (state, [.. state.Silos.Where(silo => silo.Process is not null && killed.Contains(silo.Process))]);
    }

    /// <summary>Asks all at once, waits, then kills.</summary>
    /// <returns>Those that had to be killed.</returns>
    public static async Task<IReadOnlyList<ProcessIdentity>> StopSilos(IReadOnlyList<ProcessIdentity> silos, TimeProvider time)
    {
        foreach (var silo in silos)
        {
            silo.Terminate();
        }

        var ended = await Task.WhenAll(silos.Select(silo => silo.WaitForEnd(StopWithin, time)));
        var stubborn = silos.Where((_, i) => !ended[i]).ToList();
        foreach (var silo in stubborn)
        {
            silo.Kill();
        }

        await Task.WhenAll(stubborn.Select(silo => silo.WaitForEnd(DieWithin, time)));
        return stubborn;
    }

    /// <summary>The state without the processes that have ended; ports and files stay.</summary>
    public static ClusterState WithoutDead(ClusterState state) => state with
    {
        Silos = [.. state.Silos.Select(silo => silo.IsAlive ? silo : silo with { Process = null })],
        Database = state.Database is { IsAlive: false } database ? database with { Process = null } : state.Database,
    };

    // A silo that was killed could not sign off; without this the next client would look for it. And the other engine may begin at once.
    private static async Task LeaveStore(ClusterFiles files, ClusterState state, List<SiloRecord> dead, CommandContext context)
    {
        if (state.Silos.All(silo => silo.Process is null) || files.ReadStore() is not { } store || state.Database is { IsAlive: false })
        {
            return;
        }

        try
        {
            await using (var connection = await StoreDoor.Open(store, CancellationToken.None))
            {
                await new MembershipTable(connection).MarkDead([.. dead.Select(silo => silo.SiloPort)], CancellationToken.None);
            }

            using var database = new Database(store);
            await new ClusterRecord(database).Release(state.Engine, CancellationToken.None);
        }
        catch (Exception e) when (e is UserErrorException or StoreException)
        {
            context.Terminal.Say($"{e.Message} The rows of dead silos stay until the next 'gleaner up'.");
        }
    }
}
