using Gleaner.Client.Output;

namespace Gleaner.Client.Clusters;

/// <summary>Which ports the cluster takes: the recorded ones again, since members wait for minutes for a dead silo that does not come back.</summary>
internal sealed class PortPlan(int first, ClusterState state)
{
    private readonly HashSet<int> _taken =
    [
        .. state.Silos.SelectMany(silo => (int[])[silo.SiloPort, silo.GatewayPort]),
        .. state.Database is { } database ? (int[])[database.Port] : [],
    ];

    public async Task<(int SiloPort, int GatewayPort)> PairFor(string name, SiloRecord? recorded, CancellationToken cancellation)
    {
        if (recorded is null)
        {
            return (await LoopbackPort.FindFree(first, _taken, cancellation), await LoopbackPort.FindFree(first, _taken, cancellation));
        }

        await RefuseUsed(recorded.SiloPort, name, cancellation);
        await RefuseUsed(recorded.GatewayPort, name, cancellation);
        return (recorded.SiloPort, recorded.GatewayPort);
    }

    /// <param name="recorded">The port that its store names, or null for any.</param>
    public async Task<int> ForDatabase(int? recorded, CancellationToken cancellation)
    {
        if (recorded is not { } port)
        {
            return await LoopbackPort.FindFree(first, _taken, cancellation);
        }

        await RefuseUsed(port, "the private database", cancellation);
        return port;
    }

    private static async Task RefuseUsed(int port, string name, CancellationToken cancellation)
    {
        if (!await LoopbackPort.IsFree(port, cancellation))
        {
            throw UserErrorException.Failed($"Port {port} of {name} is in use by another program; stop that program, or take other ports with 'gleaner up --port N'.");
        }
    }
}
