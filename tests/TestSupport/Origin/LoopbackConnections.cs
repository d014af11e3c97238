using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Gleaner.Tests.TestSupport.Origin;

/// <summary>Accepts connections on a loopback port of its own and serves each at once, until it is disposed.</summary>
/// <param name="serve">Serves one connection, which is closed behind it; what a peer's leaving or the end of all throws in it counts as its end.</param>
internal sealed class LoopbackConnections(Func<Socket, CancellationToken, Task> serve) : IAsyncDisposable
{
    private const int Backlog = 512;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = [];
    private Task _accepting = Task.CompletedTask;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Start()
    {
        _listener.Start(Backlog);
        _accepting = Accept();
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
                var serving = Serve(await _listener.AcceptSocketAsync(_stop.Token));
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
        try
        {
            await serve(socket, _stop.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // The peer left, or the test is over.
        }
    }
}
