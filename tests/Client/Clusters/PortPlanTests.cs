using System.Net;
using System.Net.Sockets;
using Gleaner.Client.Clusters;
using Gleaner.Client.Output;

namespace Gleaner.Tests.Client.Clusters;

public sealed class PortPlanTests
{
    private static readonly ClusterState Nothing = new() { Store = "", Engine = "packages", Silos = [] };

    [Fact]
    public async Task PairFor_NewSilo_GetsPortsThatNobodyListensOn()
    {
        using var busy = Listen();
        var first = ((IPEndPoint)busy.LocalEndpoint).Port;
        var ports = new PortPlan(first, Nothing);
        var one = await ports.PairFor("silo-1", null, TestContext.Current.CancellationToken);
        var two = await ports.PairFor("silo-2", null, TestContext.Current.CancellationToken);
        int[] all = [first, one.SiloPort, one.GatewayPort, two.SiloPort, two.GatewayPort];
        Assert.Equal(5, all.Distinct().Count());
    }

    [Fact]
    public async Task PairFor_RecordedSilo_KeepsItsPorts()
    {
        var (siloPort, gatewayPort) = (LoopbackPort.AnyFree(), LoopbackPort.AnyFree());
        Assert.Equal((siloPort, gatewayPort), await Pair(siloPort, gatewayPort));
    }

    [Fact]
    public async Task PairFor_RecordedPortInUse_SaysWhichAndWhatToDo()
    {
        using var busy = Listen();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port;
        var error = await Assert.ThrowsAsync<UserErrorException>(() => Pair(LoopbackPort.AnyFree(), port));
        Assert.Equal($"Port {port} of silo-1 is in use by another program; stop that program, or take other ports with 'gleaner up --port N'.", error.Message);
    }

    private static Task<(int SiloPort, int GatewayPort)> Pair(int siloPort, int gatewayPort)
    {
        var recorded = new SiloRecord { Name = "silo-1", SiloPort = siloPort, GatewayPort = gatewayPort, Log = "" };
        return new PortPlan(21_000, Nothing with { Silos = [recorded] }).PairFor("silo-1", recorded, TestContext.Current.CancellationToken);
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}
