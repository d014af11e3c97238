using System.Diagnostics;
using System.Globalization;
using Gleaner.Bench.Origins;
using Gleaner.Bench.Peers;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Parsing;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Bench;

/// <summary>What Gleaner's fetch and parse cost over a bare HttpClient loop that parses the same JSON, without grains and store.</summary>
internal static class FetchBench
{
    private const int Concurrency = 64;
    private const int Rounds = 5;

    /// <param name="count">URLs in each round.</param>
    public static async Task<int> Run(int count)
    {
        await using var origin = await NginxOrigin.Start();
        if (origin is null)
        {
            await Console.Error.WriteLineAsync("This bench needs nginx; on Debian: apt-get install nginx-light.");
            return 1;
        }

        var urls = origin.Urls(count);
        using var services = new ServiceCollection().AddLogging().AddGleanerFetching().BuildServiceProvider();
        var (fetcher, parser) = (services.GetRequiredService<IFetcher>(), services.GetRequiredService<IParser>());
        await Measure(urls, () => BareHttpClient.Gather(urls, Concurrency));
        await Measure(urls, () => Gather(fetcher, parser, urls));
        var (bare, ours) = (new List<Sample>(), new List<Sample>());
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await Measure(urls, () => BareHttpClient.Gather(urls, Concurrency)));
            ours.Add(await Measure(urls, () => Gather(fetcher, parser, urls)));
        }

        var (b, o) = (Median(bare), Median(ours));
        Print("bare HttpClient", b);
        Print("Gleaner's fetch", o);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"ratio (rate of ours / rate of bare): {b.Wall / o.Wall:0.00}; processor time over bare: {o.CpuPerUrl - b.CpuPerUrl:0.0} µs a fetch"));
        return 0;
    }

    private static async Task<TimeSpan> Gather(IFetcher fetcher, IParser parser, IReadOnlyList<string> urls)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (url, cancellation) =>
        {
            var spec = new FetchSpec { Url = url, Timeout = TimeSpan.FromSeconds(10), Deadline = TimeSpan.FromSeconds(30), AllowPrivate = true };
            using var result = await fetcher.Fetch(spec, cancellation);
            if (result.Error is not null || parser.Parse(result.Body, result.ContentType).Records.Count != 1)
            {
                throw new InvalidOperationException($"{url}: {result.Error}");
            }
        });
        return watch.Elapsed;
    }

    private static async Task<Sample> Measure(IReadOnlyList<string> urls, Func<Task<TimeSpan>> gather)
    {
        var (cpu, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        var wall = await gather();
        return new Sample(wall, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / urls.Count, (GC.GetTotalAllocatedBytes() - allocated) / urls.Count, urls.Count / wall.TotalSeconds);
    }

    private static Sample Median(List<Sample> samples) => samples.OrderBy(sample => sample.Wall).ElementAt(samples.Count / 2);

    private static void Print(string what, Sample sample) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what,-16} {sample.Rate,8:0} fetches/s  {sample.CpuPerUrl,6:0.0} µs processor  {sample.Allocated,6} bytes allocated a fetch"));

    private sealed record Sample(TimeSpan Wall, double CpuPerUrl, long Allocated, double Rate);
}
