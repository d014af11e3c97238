using System.Net;
using System.Net.Sockets;
using System.Text;
using Gleaner.Tests.TestSupport.Origin.Manners;

namespace Gleaner.Tests.TestSupport.Origin;

/// <summary>Reads one request from each connection and hands the bare socket to a manner that does what HTTP servers must not.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly LoopbackConnections _connections;
    private readonly OriginLog _log;

    private RawServer(OriginLog log)
    {
        _log = log;
        _connections = new LoopbackConnections(Serve);
    }

    public int Port => _connections.Port;

    public static RawServer Start(OriginLog log)
    {
        var server = new RawServer(log);
        server._connections.Start();
        return server;
    }

    /// <summary>A bound socket nobody listens on: its port refuses connections, and no other server can take it meanwhile.</summary>
    public static Socket HoldPortWithoutListening()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    private async Task Serve(Socket socket, CancellationToken stop)
    {
        socket.NoDelay = true;
        if (await ReadPath(socket, stop) is { } path)
        {
            using (_log.Begin(path, new Dictionary<string, string>()))
            {
                await RawManners.Serve(path, socket, stop);
            }
        }
    }

    private static async Task<string?> ReadPath(Socket socket, CancellationToken stop)
    {
        var buffer = new byte[16 * 1024];
        var length = 0;
        while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), stop);
            if (read == 0)
            {
                return null;
            }

            length += read;
        }

        return Encoding.ASCII.GetString(buffer, 0, length).Split(' ')[1];
    }
}
