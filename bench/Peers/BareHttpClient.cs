using System.Diagnostics;
using System.Text.Json;

namespace Gleaner.Bench.Peers;

/// <summary>R of the budgets: HttpClient and Parallel.ForEachAsync, parsing the same JSON, keeping nothing.</summary>
internal static class BareHttpClient
{
    /// <returns>Wall time of the whole loop.</returns>
    public static async Task<TimeSpan> Gather(IReadOnlyList<string> urls, int concurrency)
    {
        using var handler = new SocketsHttpHandler { UseCookies = false, UseProxy = false };
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(10) };
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (url, cancellation) =>
        {
            using var response = await http.GetAsync(url, cancellation);
            using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
            if (!response.IsSuccessStatusCode || json.RootElement.ValueKind is not JsonValueKind.Object)
            {
                throw new InvalidOperationException($"The origin answered {(int)response.StatusCode} to {url}.");
            }
        });
        return watch.Elapsed;
    }
}
