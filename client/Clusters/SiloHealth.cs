using System.Net;

namespace Gleaner.Client.Clusters;

/// <summary>Asks a silo process how it is, over its HTTP port.</summary>
internal static class SiloHealth
{
    // The silo asks its store with a bound of 2 s.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(4);

    /// <summary>Whether the silo says that it is ready; one without an HTTP port cannot say, and is taken for ready.</summary>
    public static async Task<bool> IsReady(SiloRecord silo, CancellationToken cancellation)
    {
        if (silo.HttpPort is not { } port)
        {
            return true;
        }

        // Not by way of a proxy that the environment may name.
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var http = new HttpClient(handler) { Timeout = AnswerWithin };
        try
        {
            using var answer = await http.GetAsync(new UriBuilder("http", IPAddress.Loopback.ToString(), port, "/health/ready").Uri, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
