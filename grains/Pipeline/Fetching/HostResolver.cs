using System.Net;

namespace Gleaner.Pipeline.Fetching;

/// <summary>Turns host names into addresses; tests put their own in its place.</summary>
public interface IHostResolver
{
    /// <returns>The addresses in the order to try them; none when the name has none.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">The name does not resolve.</exception>
    Task<IPAddress[]> Resolve(string host, CancellationToken cancellation);
}

/// <summary>The machine's own resolver.</summary>
public sealed class SystemHostResolver : IHostResolver
{
    public Task<IPAddress[]> Resolve(string host, CancellationToken cancellation) => Dns.GetHostAddressesAsync(host, cancellation);
}
