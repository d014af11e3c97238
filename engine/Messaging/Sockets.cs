using System.Net;
using System.Net.Sockets;

namespace Orleans.Runtime.Messaging;

/// <summary>How this engine opens sockets: on loopback, without delay.</summary>
internal static class Sockets
{
    public static async Task<Socket> Connect(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
            if (socket.LocalEndPoint!.Equals(socket.RemoteEndPoint))
            {
                // On loopback a connect to a free ephemeral port can meet itself.
                throw new SocketException((int)SocketError.ConnectionRefused);
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Listens, and gives each connection to <paramref name="accept"/>. Dispose the result to stop.</summary>
    public static IDisposable Listen(IPEndPoint endpoint, string what, Action<Socket> accept)
    {
        var listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endpoint);
            listener.Listen(512);
        }
        catch (SocketException exception)
        {
            listener.Dispose();
            throw new OrleansException($"The {what} port {endpoint} cannot be used: {exception.Message}. Choose another, or stop what listens there.", exception);
        }

        _ = AcceptLoop(listener, accept);
        return listener;
    }

    private static async Task AcceptLoop(Socket listener, Action<Socket> accept)
    {
        while (true)
        {
            try
            {
                Socket socket = await listener.AcceptAsync().ConfigureAwait(false);
                socket.NoDelay = true;
                accept(socket);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.OperationAborted or SocketError.Interrupted or SocketError.NotSocket)
            {
                return;
            }
            catch (SocketException)
            {
                // The one that was about to connect has gone; the next may be fine.
            }
        }
    }
}
