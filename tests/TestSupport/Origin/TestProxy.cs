using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gleaner.Tests.TestSupport.Origin;

/// <summary>An HTTP proxy on 127.0.0.1: passes absolute-form requests on and opens tunnels for CONNECT, one request a connection.</summary>
public sealed class TestProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly ConcurrentDictionary<Task, bool> _connections = [];
    private readonly string? _authorization;
    private readonly Task _accepting;

    /// <param name="userAndPassword">What it lets in, or null for everybody.</param>
    public TestProxy(string? userAndPassword = null)
    {
        _authorization = userAndPassword is null ? null : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword))}";
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>First lines of the requests that were let in.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

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
                var serving = Serve(await _listener.AcceptTcpClientAsync(_stop.Token));
                _connections[serving] = true;
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Serve(TcpClient accepted)
    {
        using var client = accepted;
        try
        {
            var near = client.GetStream();
            while (await ReadHead(near) is { } head)
            {
                if (_authorization is not null && !head.Contains($"Proxy-Authorization: {_authorization}\r\n", StringComparison.OrdinalIgnoreCase))
                {
                    await near.WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _stop.Token);
                    continue;
                }

                await Pass(near, head);
                return;
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // One side left, or the test is over.
        }
    }

    private async Task Pass(NetworkStream near, string head)
    {
        var first = head[..head.IndexOf("\r\n", StringComparison.Ordinal)];
        _requests.Enqueue(first);
        var words = first.Split(' ');
        var target = new Uri(words[0] == "CONNECT" ? $"http://{words[1]}" : words[1]);
        using var server = new TcpClient();
        await server.ConnectAsync(target.Host, target.Port, _stop.Token);
        var far = server.GetStream();
        if (words[0] == "CONNECT")
        {
            await near.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), _stop.Token);
        }
        else
        {
            var fields = head[first.Length..^4].Split("\r\n").Where(line => !line.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase));
            var passed = $"{words[0]} {target.PathAndQuery} {words[2]}{string.Join("\r\n", fields)}\r\nConnection: close\r\n\r\n";
            await far.WriteAsync(Encoding.Latin1.GetBytes(passed), _stop.Token);
        }

        await Task.WhenAny(near.CopyToAsync(far, _stop.Token), far.CopyToAsync(near, _stop.Token));
    }

    private async Task<string?> ReadHead(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        return Encoding.Latin1.GetString([.. head]);
    }
}
