using System.Buffers.Binary;
using System.Net.Sockets;
using Orleans.Serialization;

namespace Orleans.Runtime.Messaging;

/// <summary>Who gets what a connection brings.</summary>
internal interface IConnectionOwner
{
    void OnFrame(Connection connection, Frame frame, ref WireReader reader);

    /// <summary>Called once. The calls given were never handed to the socket, so they may be sent again.</summary>
    void OnClosed(Connection connection, IReadOnlyList<GrainCall> unsent);
}

/// <summary>
/// A TCP connection. Whatever is written while a send is under way goes out together in the next:
/// the busier it is, the larger the batches.
/// </summary>
internal sealed partial class Connection(Socket socket, IConnectionOwner owner, int maxFrame) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private WireWriter _pending = new();
    private WireWriter _sending = new();
    private List<GrainCall> _unsent = [];
    private bool _flushing;
    private bool _closed;

    /// <summary>The silo at the other end; null for a client.</summary>
    public SiloAddress? Peer { get; set; }

    /// <summary>Whether the other end has said that it is about to stop.</summary>
    public bool PeerIsLeaving { get; set; }

    /// <summary>Completes with the name of the silo that was reached; set on connections that this end opened.</summary>
    public TaskCompletionSource<string>? Greeting { get; init; }

    /// <summary>Whether the first words were said; nothing else is heard before.</summary>
    public bool IsGreeted { get; set; }

    public bool IsOpen => !Volatile.Read(ref _closed);

    /// <summary>Serves the connection until it closes.</summary>
    public void Start() => _ = ReadLoop();

    /// <summary>Writes a frame; false when the connection is closed and nothing was written.</summary>
    public bool Send<TState>(Frame frame, TState state, Action<WireWriter, TState> write) => Send(frame, null, state, write);

    public bool SendCall(GrainCall call, long viewVersion) => Send(Frame.Request, call, (call, viewVersion), static (writer, what) => what.call.Write(writer, what.viewVersion));

    public void SendCancel(long id) => Send(Frame.Cancel, id, static (writer, id) => writer.VarUInt((ulong)id));

    public void Close()
    {
        List<GrainCall> unsent;
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            unsent = _unsent;
            _unsent = [];
        }

        socket.Dispose();
        Greeting?.TrySetException(new ConnectionFailedException($"The connection to {Peer} was closed before it was greeted."));
        owner.OnClosed(this, unsent);
    }

    async void IThreadPoolWorkItem.Execute()
    {
        try
        {
            while (true)
            {
                lock (_lock)
                {
                    _sending.Clear();
                    if (_pending.Position == 0 || _closed)
                    {
                        _flushing = false;
                        return;
                    }

                    (_pending, _sending) = (_sending, _pending);
                    _unsent.Clear();
                }

                ReadOnlyMemory<byte> rest = _sending.WrittenMemory;
                while (rest.Length > 0)
                {
                    rest = rest[await socket.SendAsync(rest, SocketFlags.None).ConfigureAwait(false)..];
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            Close();
        }
    }

    private bool Send<TState>(Frame frame, GrainCall? call, TState state, Action<WireWriter, TState> write)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return false;
            }

            int start = _pending.BeginFrame();
            _pending.Depth = 0;
            try
            {
                _pending.Byte((byte)frame);
                write(_pending, state);
                if (_pending.Position - start - 4 > maxFrame)
                {
                    throw new OrleansException($"A message of {_pending.Position - start:N0} bytes is larger than MaxMessageBodySize allows ({maxFrame:N0}).");
                }
            }
            catch
            {
                _pending.Truncate(start);
                throw;
            }

            _pending.EndFrame(start);
            if (call is not null)
            {
                call.SentOver = this;
                _unsent.Add(call);
            }

            if (_flushing)
            {
                return true;
            }

            _flushing = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    private async Task ReadLoop()
    {
        byte[] buffer = new byte[64 * 1024];
        int filled = 0;
        try
        {
            while (true)
            {
                int received = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None).ConfigureAwait(false);
                if (received == 0)
                {
                    break;
                }

                filled += received;
                int used = Consume(buffer.AsSpan(0, filled));
                buffer.AsSpan(used, filled - used).CopyTo(buffer);
                filled -= used;
                buffer = MakeRoom(buffer, filled);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The other end is gone, or this one closed.
        }
        catch (Exception exception)
        {
            EngineLog.BadFrame(owner is EngineRuntime runtime ? runtime.Logger : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, exception, Peer);
        }

        Close();
    }

    private int Consume(ReadOnlySpan<byte> data)
    {
        int used = 0;
        while (data.Length - used >= 4)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(data[used..]);
            if (length <= 0 || length > maxFrame)
            {
                throw new InvalidDataException($"A frame says it is {length} bytes long.");
            }

            if (data.Length - used - 4 < length)
            {
                break;
            }

            var reader = new WireReader(data.Slice(used + 4, length));
            owner.OnFrame(this, (Frame)reader.Byte(), ref reader);
            used += 4 + length;
        }

        return used;
    }

    /// <summary>Room for the rest of the frame whose beginning is in the buffer.</summary>
    private static byte[] MakeRoom(byte[] buffer, int filled)
    {
        int needed = filled >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(buffer) + 4 : 4;
        if (needed > buffer.Length)
        {
            Array.Resize(ref buffer, needed);
        }
        else if (buffer.Length > 1 << 20 && needed < 64 * 1024)
        {
            Array.Resize(ref buffer, 64 * 1024);
        }

        return buffer;
    }
}
