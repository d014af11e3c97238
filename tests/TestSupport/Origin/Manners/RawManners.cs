using System.Net.Sockets;
using System.Text;

namespace Gleaner.Tests.TestSupport.Origin.Manners;

/// <summary>Servers that break HTTP or their connection.</summary>
internal static class RawManners
{
    private static readonly Dictionary<string, Func<string, Socket, CancellationToken, Task>> Manners = new()
    {
        ["/reset"] = (_, socket, _) => Reset(socket, ""),
        ["/reset-body"] = (_, socket, _) => Reset(socket, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"id\":1,"),
        ["/hang-up"] = (_, socket, _) => HangUp(socket, ""),
        ["/short"] = (_, socket, _) => HangUp(socket, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"id\":1}"),
        ["/short-chunked"] = (_, socket, _) => HangUp(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
        ["/silent"] = (_, _, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation),
        ["/silent-body"] = Stall,
        ["/garbage"] = (_, socket, _) => HangUp(socket, "\u0001\u0002 This is not HTTP.\r\n\r\n\r\n"),
        ["/bad-header"] = (_, socket, _) => HangUp(socket, "HTTP/1.1 200 OK\r\nNo colon in this line\r\n\r\n"),
        ["/bad-chunk"] = (_, socket, _) => HangUp(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n"),
        ["/long-header"] = (_, socket, _) => HangUp(socket, $"HTTP/1.1 200 OK\r\nX-Long: {new string('x', 200_000)}\r\n\r\n"),
        ["/raw"] = (path, socket, _) => HangUp(socket, Encoding.Latin1.GetString(Convert.FromHexString(path[(path.IndexOf('?', StringComparison.Ordinal) + 1)..]))),
    };

    public static bool Serves(string path) => Manners.ContainsKey(First(path));

    /// <param name="path">Its first segment names the manner; <c>/raw?HEX</c> answers with those bytes.</param>
    public static Task Serve(string path, Socket socket, CancellationToken cancellation) =>
        Manners.TryGetValue(First(path), out var manner) ? manner(path, socket, cancellation) : HangUp(socket, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

    private static string First(string path)
    {
        var end = path.AsSpan(1).IndexOfAny('/', '?');
        return end < 0 ? path : path[..(end + 1)];
    }

    private static async Task Stall(string path, Socket socket, CancellationToken cancellation)
    {
        await Send(socket, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"id\":1,");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
    }

    private static async Task Reset(Socket socket, string before)
    {
        await Send(socket, before);
        if (before.Length > 0)
        {
            // A reset overtakes what the client has not read yet: let the beginning arrive first.
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }

        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    private static async Task HangUp(Socket socket, string answer)
    {
        await Send(socket, answer);
        socket.Shutdown(SocketShutdown.Send);
        // Closing with unread bytes would reset the connection: wait until the client has closed its side.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var rest = new byte[1024];
        while (await socket.ReceiveAsync(rest, patience.Token) > 0)
        {
        }
    }

    private static async Task Send(Socket socket, string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await socket.SendAsync(bytes.AsMemory(sent));
        }
    }
}
