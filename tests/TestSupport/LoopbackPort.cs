using System.Net;
using System.Net.Sockets;

namespace Gleaner.Tests.TestSupport;

/// <summary>Ports on loopback that nobody listens on right now.</summary>
public static class LoopbackPort
{
    public static int Free()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
