using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gleaner.Tests.TestSupport.Origin.Manners;

namespace Gleaner.Tests.TestSupport.Origin;

/// <summary>Reads one request from each connection and hands the bare socket to a manner that does what HTTP servers must not.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = [];
    private readonly OriginLog _log;
    private readonly Task _accepting;

    private RawServer(OriginLog log)
    {
        _log = log;
        _listener.Start(512);
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static RawServer Start(OriginLog log) => new(log);

    /// <summary>A bound socket nobody listens on: its port refuses connections, and no other server can take it meanwhile.</summary>
    public static Socket HoldPortWithoutListening()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Not stopped before the loop has ended: it may just be about to accept the next one.
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections.Keys);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                var serving = Serve(socket);
                _connections[serving] = true;
                _ = serving.ContinueWith(done => _connections.TryRemove(done, out _), TaskScheduler.Default);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Serve(Socket socket)
    {
        using var owned = socket;
        socket.NoDelay = true;
        try
        {
            var path = await ReadPath(socket);
            if (path is null)
            {
                return;
            }

            using (_log.Begin(path, new Dictionary<string, string>()))
            {
                await RawManners.Serve(path, socket, _stop.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client left, or the test is over.
        }
    }

    private async Task<string?> ReadPath(Socket socket)
    {
        var buffer = new byte[16 * 1024];
        var length = 0;
        while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), _stop.Token);
            if (read == 0)
            {
                return null;
            }

            length += read;
        }

        return Encoding.ASCII.GetString(buffer, 0, length).Split(' ')[1];
    }
}
