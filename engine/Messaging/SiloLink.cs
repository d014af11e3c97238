using System.Collections.Concurrent;
using System.Net.Sockets;
using Orleans.Serialization;

namespace Orleans.Runtime.Messaging;

/// <summary>The way from this silo to one other. It connects when there is something to say, and again after a break.</summary>
internal sealed class SiloLink(SiloRuntime runtime, SiloAddress peer)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _questions = new();
    private Connection? _connection;
    private Task<Connection>? _connecting;
    private long _lastQuestion;
    private bool _closed;

    public SiloAddress Peer => peer;

    /// <summary>Sends a call as soon as there is a connection. What cannot be sent is tried again where it then belongs.</summary>
    public void Send(GrainCall call)
    {
        try
        {
            if (Volatile.Read(ref _connection) is { } connection && connection.SendCall(call, runtime.View.Version))
            {
                return;
            }
        }
        catch (Exception exception)
        {
            call.Fail(exception);
            return;
        }

        _ = SendWhenConnected(call);
    }

    public async Task Tell<TState>(Frame frame, TState state, Action<WireWriter, TState> write)
    {
        try
        {
            (await Connect().ConfigureAwait(false)).Send(frame, state, write);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            // Told in vain; whoever must know will ask.
        }
    }

    /// <summary>Sends a frame that begins with a number, and waits until that number comes back.</summary>
    public async Task Ask<TState>(Frame frame, TState state, Action<WireWriter, TState> write, CancellationToken cancellationToken)
    {
        long id = Interlocked.Increment(ref _lastQuestion);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions[id] = answer;
        try
        {
            Connection connection = await Connect().WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!connection.Send(frame, (id, state, write), static (writer, question) =>
            {
                writer.VarUInt((ulong)question.id);
                question.write(writer, question.state);
            }))
            {
                throw new ConnectionFailedException($"The connection to {peer} broke.");
            }

            await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _questions.TryRemove(id, out _);
        }
    }

    public void OnAnswered(long id)
    {
        if (_questions.TryRemove(id, out TaskCompletionSource? answer))
        {
            answer.TrySetResult();
        }
    }

    public void OnClosed(Connection connection)
    {
        Interlocked.CompareExchange(ref _connection, null, connection);
        foreach ((_, TaskCompletionSource answer) in _questions)
        {
            answer.TrySetException(new ConnectionFailedException($"The connection to {peer} broke."));
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
        }

        Volatile.Read(ref _connection)?.Close();
    }

    public Task<Connection> Connect()
    {
        lock (_lock)
        {
            if (_connection is { IsOpen: true } open)
            {
                return Task.FromResult(open);
            }

            if (_closed)
            {
                return Task.FromException<Connection>(new ConnectionFailedException($"The silo {peer} is gone."));
            }

            return _connecting is { IsCompleted: false } ? _connecting : _connecting = Open();
        }
    }

    public static bool IsFailure(Exception exception) => exception is SocketException or OrleansException or OperationCanceledException or TimeoutException or ObjectDisposedException;

    private async Task SendWhenConnected(GrainCall call)
    {
        try
        {
            Connection connection = await Connect().ConfigureAwait(false);
            if (connection.SendCall(call, runtime.View.Version))
            {
                return;
            }
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            // Not sent, so it goes to whoever owns the grain next.
        }
        catch (Exception exception)
        {
            call.Fail(exception);
            return;
        }

        runtime.DispatchLater(call);
    }

    private async Task<Connection> Open()
    {
        // Away from the lock, and from whatever turn asked for it.
        await Task.Yield();
        using var timeout = new CancellationTokenSource(ConnectTimeout, runtime.Time);
        Socket socket;
        try
        {
            socket = await Sockets.Connect(peer.Endpoint, timeout.Token).ConfigureAwait(false);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            runtime.OnSiloGone(peer);
            throw;
        }

        var connection = new Connection(socket, runtime, runtime.MaxFrame) { Peer = peer, Greeting = new(TaskCreationOptions.RunContinuationsAsynchronously) };
        connection.Start();
        try
        {
            connection.Send(Frame.Hello, new Hello(true, runtime.Details.ClusterId, runtime.Details.SiloAddress.ToParsableString()), static (writer, hello) => hello.Write(writer));
            string reached = await connection.Greeting.Task.WaitAsync(timeout.Token).ConfigureAwait(false);
            if (reached != peer.ToParsableString())
            {
                // Another silo has its port, so it cannot be running.
                runtime.OnSiloGone(peer);
                throw new ConnectionFailedException($"{reached} answered in the place of {peer}.");
            }
        }
        catch
        {
            connection.Close();
            throw;
        }

        lock (_lock)
        {
            _connection = connection;
            if (!_closed && connection.IsOpen)
            {
                return connection;
            }
        }

        connection.Close();
        throw new ConnectionFailedException($"The connection to {peer} broke.");
    }
}
