using System.Net;
using System.Net.Sockets;

namespace Gleaner.Tests.TestSupport;

/// <summary>
/// Ports on loopback that nobody listens on right now, below those that the system gives to outgoing connections: a silo that starts
/// later, or again, finds its port still free.
/// </summary>
public static class LoopbackPort
{
    private const int First = 10_000;

    // `gleaner up` begins at 21000.
    private const int Count = 10_000;

    // Test processes that run at the same time begin far from each other.
    private static int s_next = Environment.ProcessId * 37;

    public static int Free()
    {
        for (var i = 0; i < Count; i++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref s_next) % Count);
            using var probe = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }

        throw new InvalidOperationException("No port on loopback is free.");
    }
}
