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
    private const int Rounds = 15;

    /// <summary>Until the code is compiled for good, which takes its time on a busy machine.</summary>
    private const int WarmUpRounds = 10;

    /// <param name="count">URLs in each round. Many short rounds in changing order: other work on the machine hits all contestants alike.</param>
    public static async Task<int> Run(int count)
    {
        await using var origin = await NginxOrigin.Start();
        if (origin is null)
        {
            return 1;
        }

        var urls = origin.Urls(count);
        using var services = new ServiceCollection().AddLogging().AddGleanerFetching().BuildServiceProvider();
        var (fetcher, parser) = (services.GetRequiredService<IFetcher>(), services.GetRequiredService<IParser>());
        using var handler = new SocketsHttpHandler { UseCookies = false, UseProxy = false };
        using var invoker = new HttpMessageInvoker(handler);
        (string Name, Func<Task<TimeSpan>> Gather)[] contestants =
        [
            ("SendAsync alone", () => Send(invoker, urls)),
            ("bare HttpClient", () => BareHttpClient.Gather(urls, Concurrency)),
            ("Gleaner's fetch", () => Gather(fetcher, parser, urls)),
        ];
        var samples = contestants.ToDictionary(contestant => contestant.Name, _ => new List<Sample>());
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            for (var turn = 0; turn < contestants.Length; turn++)
            {
                var (name, gather) = contestants[(round + turn) % contestants.Length];
                var sample = await Measure(urls, gather);
                if (round >= WarmUpRounds)
                {
                    samples[name].Add(sample);
                }
            }
        }

        var medians = samples.ToDictionary(pair => pair.Key, pair => Median(pair.Value));
        foreach (var (name, sample) in medians)
        {
            Print(name, sample);
        }

        var (send, bare, ours) = (medians["SendAsync alone"], medians["bare HttpClient"], medians["Gleaner's fetch"]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"rate of ours / rate of bare: {bare.Wall / ours.Wall:0.00}; processor time over bare: {ours.CpuPerUrl - bare.CpuPerUrl:0.0} µs, over SendAsync alone: {ours.CpuPerUrl - send.CpuPerUrl:0.0} µs a fetch"));
        return 0;
    }

    /// <summary>The least that any client on this framework does: send, read, forget.</summary>
    private static async Task<TimeSpan> Send(HttpMessageInvoker invoker, IReadOnlyList<string> urls)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (url, cancellation) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            using var response = await invoker.SendAsync(request, cancellation);
            await response.Content.CopyToAsync(Stream.Null, cancellation);
        });
        return watch.Elapsed;
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
