using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Gleaner.Tests.TestSupport.Origin;

/// <summary>An HTTP proxy on 127.0.0.1: passes absolute-form requests on and opens tunnels for CONNECT, one request a connection.</summary>
public sealed class TestProxy : IAsyncDisposable
{
    private readonly LoopbackConnections _connections;
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly string? _authorization;

    /// <param name="userAndPassword">What it lets in, or null for everybody.</param>
    public TestProxy(string? userAndPassword = null)
    {
        _authorization = userAndPassword is null ? null : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword))}";
        _connections = new LoopbackConnections(Serve);
        _connections.Start();
    }

    public int Port => _connections.Port;

    /// <summary>First lines of the requests that were let in.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    private async Task Serve(Socket socket, CancellationToken stop)
    {
        await using var near = new NetworkStream(socket);
        while (await ReadHead(near, stop) is { } head)
        {
            if (_authorization is not null && !head.Contains($"Proxy-Authorization: {_authorization}\r\n", StringComparison.OrdinalIgnoreCase))
            {
                await near.WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
                continue;
            }

            await Pass(near, head, stop);
            return;
        }
    }

    private async Task Pass(NetworkStream near, string head, CancellationToken stop)
    {
        var first = head[..head.IndexOf("\r\n", StringComparison.Ordinal)];
        _requests.Enqueue(first);
        var words = first.Split(' ');
        var target = new Uri(words[0] == "CONNECT" ? $"http://{words[1]}" : words[1]);
        using var server = new TcpClient();
        await server.ConnectAsync(target.Host, target.Port, stop);
        var far = server.GetStream();
        if (words[0] == "CONNECT")
        {
            await near.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), stop);
        }
        else
        {
            var fields = head[first.Length..^4].Split("\r\n").Where(line => !line.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase));
            var passed = $"{words[0]} {target.PathAndQuery} {words[2]}{string.Join("\r\n", fields)}\r\nConnection: close\r\n\r\n";
            await far.WriteAsync(Encoding.Latin1.GetBytes(passed), stop);
        }

        await Task.WhenAny(near.CopyToAsync(far, stop), far.CopyToAsync(near, stop));
    }

    private static async Task<string?> ReadHead(NetworkStream stream, CancellationToken stop)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, stop) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        return Encoding.Latin1.GetString([.. head]);
    }
}
