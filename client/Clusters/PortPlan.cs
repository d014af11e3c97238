using Gleaner.Client.Output;

namespace Gleaner.Client.Clusters;

/// <summary>Which ports the cluster takes: the recorded ones again, since members wait for minutes for a dead silo that does not come back.</summary>
internal sealed class PortPlan(int first, ClusterState state)
{
    private readonly HashSet<int> _taken =
    [
        .. state.Silos.SelectMany(silo => (int[])[silo.SiloPort, silo.GatewayPort, silo.HttpPort ?? 0]),
        .. state.Database is { } database ? (int[])[database.Port] : [],
    ];

    /// <summary>The ports of one silo.</summary>
    public async Task<(int SiloPort, int GatewayPort, int HttpPort)> PortsFor(string name, SiloRecord? recorded, CancellationToken cancellation)
    {
        if (recorded is null)
        {
            return (await FindFree(cancellation), await FindFree(cancellation), await FindFree(cancellation));
        }

        await RefuseUsed(recorded.SiloPort, name, cancellation);
        await RefuseUsed(recorded.GatewayPort, name, cancellation);
        if (recorded.HttpPort is { } http)
        {
            await RefuseUsed(http, name, cancellation);
            return (recorded.SiloPort, recorded.GatewayPort, http);
        }

        return (recorded.SiloPort, recorded.GatewayPort, await FindFree(cancellation));
    }

    /// <param name="recorded">The port that its store names, or null for any.</param>
    public async Task<int> ForDatabase(int? recorded, CancellationToken cancellation)
    {
        if (recorded is not { } port)
        {
            return await FindFree(cancellation);
        }

        await RefuseUsed(port, "the private database", cancellation);
        return port;
    }

    private Task<int> FindFree(CancellationToken cancellation) => LoopbackPort.FindFree(first, _taken, cancellation);

    private static async Task RefuseUsed(int port, string name, CancellationToken cancellation)
    {
        if (!await LoopbackPort.IsFree(port, cancellation))
        {
            throw UserErrorException.Failed($"Port {port} of {name} is in use by another program; stop that program, or take other ports with 'gleaner up --port N'.");
        }
    }
}
