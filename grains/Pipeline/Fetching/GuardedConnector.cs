using System.Net;
using System.Net.Sockets;

namespace Gleaner.Pipeline.Fetching;

/// <summary>
/// Opens connections for the HTTP handler. It resolves the name once, judges the addresses and dials exactly those it
/// judged, so a name that changes its answer (DNS rebinding) gains nothing.
/// </summary>
internal sealed class GuardedConnector(IHostResolver resolver, bool allowPrivate, TimeSpan connectTimeout)
{
    /// <summary>
    /// Judges a host that a proxy will connect to for us. Its name is the proxy's to resolve, so only what needs no
    /// resolving can be judged here: addresses, and the names that always mean the proxy's own machine.
    /// </summary>
    /// <exception cref="BlockedAddressException">The host is off limits.</exception>
    public static void JudgeBehindProxy(Uri url, bool allowPrivate)
    {
        var host = url.IdnHost;
        var local = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        var address = local ? IPAddress.Loopback : IPAddress.TryParse(host, out var literal) ? literal : null;
        if (address is not null && !AddressRules.Permits(address, allowPrivate))
        {
            throw new BlockedAddressException(host, address);
        }
    }

    /// <exception cref="BlockedAddressException">Every address of the host is off limits.</exception>
    /// <exception cref="SocketException">The name does not resolve, or nobody answers.</exception>
    public async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await resolver.Resolve(host, cancellation).ConfigureAwait(false);
        if (found.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        var permitted = Array.FindAll(found, address => AddressRules.Permits(address, allowPrivate));
        if (permitted.Length == 0)
        {
            throw new BlockedAddressException(host, found[0]);
        }

        for (var i = 0; ; i++)
        {
            var last = i == permitted.Length - 1;
            try
            {
                return await Dial(permitted[i], port, last ? null : connectTimeout / permitted.Length, cancellation).ConfigureAwait(false);
            }
            catch (Exception error) when (!last && error is SocketException or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                // The next address may answer; what the last one says is reported.
            }
        }
    }

    private static async Task<Stream> Dial(IPAddress address, int port, TimeSpan? share, CancellationToken cancellation)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var timer = share is null ? null : CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer?.CancelAfter(share!.Value);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), timer?.Token ?? cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A host has no address that its source may be fetched from.</summary>
public sealed class BlockedAddressException : Exception
{
    public BlockedAddressException(string host, IPAddress address)
        : base(Describe(host, address))
    {
    }

    private static string Describe(string host, IPAddress address)
    {
        var (kind, what) = AddressRules.Judge(address);
        var subject = host == address.ToString() ? $"{host} is" : $"{host} is at {address},";
        return kind == AddressClass.Private ? $"{subject} {what}; allow_private or --allow-private permits it" : $"{subject} {what}";
    }
}
