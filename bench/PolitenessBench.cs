using System.Diagnostics;
using System.Globalization;
using Gleaner.Bench.Origins;
using Gleaner.Contracts;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Hosts;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Bench;

/// <summary>What politeness costs: the same declared sources with limits that do not bite and without any; and what one permission takes.</summary>
internal static class PolitenessBench
{
    private const int Concurrency = 64;
    private const int Urls = 20_000;
    private const int Hosts = 20_000;

    private static readonly PolitenessDefinition Roomy = new() { MaxConcurrency = 1_000 };

    public static async Task<int> Run(int rounds)
    {
        await using var origin = await NginxOrigin.Start();
        if (origin is null)
        {
            return 1;
        }

        await using var gleaner = await GleanerGather.Start(StoreAddress.Parse("memory"));
        var urls = origin.Urls(Urls);
        Console.WriteLine($"engine {OrleansEngine.Name}, {Environment.ProcessorCount} processors, {Urls} URLs of one host, {Concurrency} at once, medians of {rounds} rounds");
        // Conditional requests make both of them declared sources: what else a file brings is not politeness.
        var declared = new SourceDefinition { Name = "", Url = "", Conditional = true };
        var medians = await Turns.Measure(
            rounds,
            ("polite", () => gleaner.Gather(urls, Concurrency, declared with { Politeness = Roomy })),
            ("without", () => gleaner.Gather(urls, Concurrency, declared)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  polite {medians["polite"].TotalSeconds:0.000} s, without {medians["without"].TotalSeconds:0.000} s: {medians["without"] / medians["polite"]:0.00} × without (budget ≥ 0.95)"));
        var first = await FirstCalls(gleaner.Hosts);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  first permission of each of {Hosts} hosts: {first:0} µs a host"));
        var again = await Again(gleaner.Hosts, new Uri(urls[0]));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  permission of a host whose slots are in hand: {again:0} ns"));
        return 0;
    }

    private static async Task<double> Again(IHosts hosts, Uri host)
    {
        const int Times = 1_000_000;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Times; i++)
        {
            (await hosts.Enter(host, Roomy, TimeSpan.Zero, null, CancellationToken.None)).Exit(transportFailed: false, null);
        }

        return watch.Elapsed.TotalNanoseconds / Times;
    }

    private static async Task<double> FirstCalls(IHosts hosts)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, Hosts), new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (i, cancellation) =>
        {
            var pass = await hosts.Enter(new Uri($"http://h{i}.example/"), Roomy, TimeSpan.Zero, null, cancellation);
            pass.Exit(transportFailed: false, null);
        });
        return watch.Elapsed.TotalMicroseconds / Hosts;
    }
}
