using System.Net;
using System.Net.Sockets;
using Gleaner.Client.Clusters;
using Gleaner.Client.Output;

namespace Gleaner.Tests.Client.Clusters;

public sealed class PortPlanTests
{
    private static readonly ClusterState Nothing = new() { Store = "", Engine = "packages", Silos = [] };

    [Fact]
    public async Task PortsFor_NewSilo_GetsPortsThatNobodyListensOn()
    {
        using var busy = Listen();
        var first = ((IPEndPoint)busy.LocalEndpoint).Port;
        var ports = new PortPlan(first, Nothing);
        var one = await ports.PortsFor("silo-1", null, TestContext.Current.CancellationToken);
        var two = await ports.PortsFor("silo-2", null, TestContext.Current.CancellationToken);
        int[] all = [first, one.SiloPort, one.GatewayPort, one.HttpPort, two.SiloPort, two.GatewayPort, two.HttpPort];
        Assert.Equal(7, all.Distinct().Count());
    }

    [Fact]
    public async Task PortsFor_RecordedSilo_KeepsItsPorts()
    {
        var (siloPort, gatewayPort, httpPort) = (LoopbackPort.AnyFree(), LoopbackPort.AnyFree(), LoopbackPort.AnyFree());
        Assert.Equal((siloPort, gatewayPort, httpPort), await Ports(siloPort, gatewayPort, httpPort));
    }

    [Fact]
    public async Task PortsFor_RecordedPortInUse_SaysWhichAndWhatToDo()
    {
        using var busy = Listen();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port;
        var error = await Assert.ThrowsAsync<UserErrorException>(() => Ports(LoopbackPort.AnyFree(), port, null));
        Assert.Equal($"Port {port} of silo-1 is in use by another program; stop that program, or take other ports with 'gleaner up --port N'.", error.Message);
    }

    [Fact]
    public async Task PortsFor_SiloOfAnEarlierVersion_GetsAnHttpPort()
    {
        var (siloPort, gatewayPort) = (LoopbackPort.AnyFree(), LoopbackPort.AnyFree());
        var ports = await Ports(siloPort, gatewayPort, null);
        Assert.Equal((siloPort, gatewayPort), (ports.SiloPort, ports.GatewayPort));
        Assert.DoesNotContain(ports.HttpPort, (int[])[siloPort, gatewayPort, 0]);
    }

    private static Task<(int SiloPort, int GatewayPort, int HttpPort)> Ports(int siloPort, int gatewayPort, int? httpPort)
    {
        var recorded = new SiloRecord { Name = "silo-1", SiloPort = siloPort, GatewayPort = gatewayPort, HttpPort = httpPort, Log = "" };
        return new PortPlan(21_000, Nothing with { Silos = [recorded] }).PortsFor("silo-1", recorded, TestContext.Current.CancellationToken);
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}
