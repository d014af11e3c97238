using Gleaner.Client.Connecting;
using Gleaner.Client.Output;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Clusters;

/// <summary>One line of <c>status</c>.</summary>
/// <param name="Member">Status in the membership table, in lower case; <c>unknown</c> when the table cannot be read, <c>absent</c> when it has no row.</param>
/// <param name="IsUp">Its process lives, it is an active member and its gateway accepts.</param>
internal sealed record MemberReport(string Name, string Member, bool IsUp, int? Pid, int SiloPort, int GatewayPort, int? HttpPort, string? Log);

/// <summary>What is known of a cluster, from the state file, the processes and the membership table together.</summary>
/// <param name="Trouble">Why the membership table could not be read, or null.</param>
internal sealed record ClusterReport(string Store, string? Engine, DatabaseRecord? Database, IReadOnlyList<MemberReport> Members, string? Trouble)
{
    /// <summary>Reports the recorded cluster, or null when none is to be up.</summary>
    public static async Task<ClusterReport?> OfRecorded(ClusterFiles files, CancellationToken cancellation)
    {
        // Without processes nothing is up: the file only remembers ports.
        if (files.ReadState() is not { } state || files.ReadStore() is not { } store || state.Silos.All(silo => silo.Process is null))
        {
            return null;
        }

        var (rows, trouble) = state.Database is { IsAlive: false } ? ([], "its private database is not running; 'gleaner up' starts it again") : await TryRead(store, cancellation);
        var members = new List<MemberReport>();
        foreach (var silo in state.Silos)
        {
            var row = rows.Where(r => r.Port == silo.SiloPort).OrderBy(r => r.Status is MemberStatus.Dead).FirstOrDefault();
            members.Add(await Report(silo, row, trouble, cancellation));
        }

        foreach (var row in rows.Where(r => r.Status is MemberStatus.Active && !state.Silos.Any(silo => silo.SiloPort == r.Port)))
        {
            members.Add(await Report(row, cancellation));
        }

        return new ClusterReport(state.Store, state.Engine, state.Database, members, trouble);
    }

    /// <summary>Reports whatever cluster runs on a store that was given.</summary>
    public static async Task<ClusterReport> OfStore(StoreAddress store, CancellationToken cancellation)
    {
        await using var connection = await StoreDoor.Open(store, cancellation);
        var members = new List<MemberReport>();
        foreach (var row in (await new MembershipTable(connection).Read(cancellation)).Where(r => r.Status is not MemberStatus.Dead))
        {
            members.Add(await Report(row, cancellation));
        }

        return new ClusterReport(store.ToString(), Engine: null, Database: null, members, Trouble: null);
    }

    private static async Task<(IReadOnlyList<MemberRow> Rows, string? Trouble)> TryRead(StoreAddress store, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await StoreDoor.Open(store, cancellation);
            return (await new MembershipTable(connection).Read(cancellation), null);
        }
        catch (UserErrorException e)
        {
            return ([], e.Message);
        }
    }

    private static async Task<MemberReport> Report(SiloRecord silo, MemberRow? row, string? trouble, CancellationToken cancellation)
    {
        var member = row?.Status.ToString().ToLowerInvariant() ?? (trouble is null ? "absent" : "unknown");
        var isUp = silo.IsAlive && row?.Status is MemberStatus.Active && await LoopbackPort.Accepts(silo.GatewayPort, cancellation);
        return new MemberReport(silo.Name, member, isUp, silo.IsAlive ? silo.Process!.Pid : null, silo.SiloPort, silo.GatewayPort, silo.HttpPort, silo.Log);
    }

    private static async Task<MemberReport> Report(MemberRow row, CancellationToken cancellation) => new(
        row.Name,
        row.Status.ToString().ToLowerInvariant(),
        row.Status is MemberStatus.Active && await LoopbackPort.Accepts(row.Address, row.GatewayPort, cancellation),
        Pid: null,
        row.Port,
        row.GatewayPort,
        HttpPort: null,
        Log: null);
}
