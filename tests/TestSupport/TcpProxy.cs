using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gleaner.Tests.TestSupport;

/// <summary>Stands on loopback between clients and a server, and does to their connections what a bad network does.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<Link, bool> _links = [];
    private readonly int _target;
    private readonly Task _accepting;
    private TaskCompletionSource _open = Opened();
    private CutPlan? _plan;
    private int _answersCut;

    private TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How long each piece waits on its way, in both directions.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Answers that <see cref="CutAnswers"/> kept back.</summary>
    public int AnswersCut => Volatile.Read(ref _answersCut);

    /// <param name="target">The server's port on loopback.</param>
    public static TcpProxy Start(int target) => new(target);

    /// <summary>Connections stay, new ones are accepted, and nothing passes.</summary>
    public void Hold()
    {
        if (_open.Task.IsCompleted)
        {
            _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>What was held passes.</summary>
    public void Release() => _open.TrySetResult();

    /// <summary>Resets every connection there is.</summary>
    public void CutAll()
    {
        foreach (var link in _links.Keys)
        {
            link.Reset();
        }
    }

    /// <summary>
    /// From now on every <paramref name="nth"/> piece from a client that holds the text is passed on, and once the server has answered
    /// it the connection is reset instead of passing the answer.
    /// </summary>
    /// <param name="times">How many answers are kept back at most.</param>
    public void CutAnswers(string text, int nth, int times) => Volatile.Write(ref _plan, new CutPlan(Encoding.ASCII.GetBytes(text), nth, times));

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        CutAll();
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        open.SetResult();
        return open;
    }

    private async Task Accept()
    {
        while (true)
        {
            var client = await _listener.AcceptSocketAsync(_ending.Token);
            _ = Serve(client);
        }
    }

    private async Task Serve(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var link = new Link(client, server);
        _links.TryAdd(link, true);
        try
        {
            client.NoDelay = server.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, _target, _ending.Token);
            var ways = (Task[])[Pump(client, server, link.Asks(this)), Pump(server, client, link.Answers(this))];
            await (await Task.WhenAny(ways));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // A side has gone, or the server is not there: the other side learns it by the reset.
        }
        finally
        {
            link.Reset();
            _links.TryRemove(link, out _);
        }
    }

    // Ends when a side closes or the piece is not to be passed on.
    private async Task Pump(Socket from, Socket to, Func<ReadOnlyMemory<byte>, bool> mayPass)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, SocketFlags.None, _ending.Token) is > 0 and var read)
        {
            if (Delay > TimeSpan.Zero)
            {
                await Task.Delay(Delay, TimeProvider.System, _ending.Token);
            }

            await _open.Task.WaitAsync(_ending.Token);
            if (!mayPass(buffer.AsMemory(0, read)))
            {
                return;
            }

            for (var sent = 0; sent < read;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), SocketFlags.None, _ending.Token);
            }
        }
    }

    private sealed class CutPlan(byte[] text, int nth, int times)
    {
        private int _seen;

        /// <summary>Whether the answer to this piece is to be kept back.</summary>
        public bool Strikes(ReadOnlySpan<byte> piece)
        {
            if (piece.IndexOf(text) < 0)
            {
                return false;
            }

            var seen = Interlocked.Increment(ref _seen);
            return seen % nth == 0 && seen / nth <= times;
        }
    }

    private sealed class Link(Socket client, Socket server)
    {
        private volatile bool _answerIsLost;

        public Func<ReadOnlyMemory<byte>, bool> Asks(TcpProxy proxy) => piece =>
        {
            // Before it is passed on: the answer may be there at once.
            _answerIsLost |= Volatile.Read(ref proxy._plan)?.Strikes(piece.Span) ?? false;
            return true;
        };

        public Func<ReadOnlyMemory<byte>, bool> Answers(TcpProxy proxy) => _ =>
        {
            if (!_answerIsLost)
            {
                return true;
            }

            Interlocked.Increment(ref proxy._answersCut);
            return false;
        };

        public void Reset()
        {
            foreach (var socket in (Socket[])[client, server])
            {
                // Zero seconds of lingering is a reset.
                socket.Close(0);
            }
        }
    }
}
