using System.Net;
using System.Net.Sockets;

namespace Gleaner.Client.Clusters;

/// <summary>TCP ports on 127.0.0.1.</summary>
internal static class LoopbackPort
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether somebody accepts connections there. Binding would not tell: two processes can listen on one port
    /// unnoticed when both set SO_REUSEPORT.
    /// </summary>
    public static Task<bool> Accepts(int port, CancellationToken cancellation) => Accepts(IPAddress.Loopback.ToString(), port, cancellation);

    public static async Task<bool> Accepts(string host, int port, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(ConnectWithin);
        try
        {
            await client.ConnectAsync(host, port, bound.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Whether a server could be started there: nobody accepts, and the port can be bound.</summary>
    public static async Task<bool> IsFree(int port, CancellationToken cancellation)
    {
        if (await Accepts(port, cancellation))
        {
            return false;
        }

        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A port that the system finds free just now.</summary>
    public static int AnyFree()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>The first free port from <paramref name="first"/> on that <paramref name="taken"/> does not hold.</summary>
    public static async Task<int> FindFree(int first, ISet<int> taken, CancellationToken cancellation)
    {
        for (var port = first; port < ushort.MaxValue; port++)
        {
            if (!taken.Contains(port) && await IsFree(port, cancellation))
            {
                taken.Add(port);
                return port;
            }
        }

        throw new InvalidOperationException($"No free port from {first} on.");
    }
}
