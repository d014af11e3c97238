using System.Diagnostics;
using System.Globalization;
using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Bench;

/// <summary>
/// What bad sources cost good ones: the time until the last healthy outcome, with every bad manner in the run and without any;
/// and whether each bad source ended in the kind that fits it.
/// </summary>
internal static class FaultsBench
{
    private const int Healthy = 10_000;
    private const int Concurrency = 256;

    private static readonly (string Path, ErrorKind[] Kinds)[] Manners =
    [
        ("/refused", [ErrorKind.Connect]),
        ("/reset", [ErrorKind.Reset]),
        ("/reset-body", [ErrorKind.Reset]),
        ("/hang-up", [ErrorKind.Reset, ErrorKind.ShortBody, ErrorKind.Protocol]),
        ("/short", [ErrorKind.ShortBody]),
        ("/silent", [ErrorKind.Timeout, ErrorKind.Deadline]),
        ("/silent-body", [ErrorKind.Timeout, ErrorKind.Deadline]),
        ("/trickle", [ErrorKind.Timeout, ErrorKind.Deadline]),
        ("/endless", [ErrorKind.TooLarge, ErrorKind.Timeout, ErrorKind.Deadline]),
        ("/huge/100000000", [ErrorKind.TooLarge]),
        ("/gzip-bomb", [ErrorKind.TooLarge]),
        ("/garbage", [ErrorKind.Protocol]),
        ("/bad-chunk", [ErrorKind.Protocol]),
        ("/long-header", [ErrorKind.Protocol]),
        ("/bad-json", [ErrorKind.Parse]),
        ("/html-as-json", [ErrorKind.Parse]),
        ("/redirect-loop", [ErrorKind.Redirect]),
        ("/status/404", [ErrorKind.HttpStatus]),
        ("/status/500", [ErrorKind.HttpStatus]),
        ("/status/401", [ErrorKind.Auth]),
    ];

    public static async Task<int> Run(int rounds)
    {
        // A Retry-After holds whoever shares its host, so it has a host of its own.
        await using var good = await TestOrigin.Start();
        await using var bad = await TestOrigin.Start();
        await using var busy = await TestOrigin.Start();
        await using var gleaner = await GleanerGather.Start(StoreAddress.Parse("memory"));
        var healthy = Enumerable.Range(0, Healthy).Select(i => good.Url($"/slow/50/{i}")).ToList();
        var expected = Manners.ToDictionary(m => bad.Url(m.Path), m => m.Kinds);
        expected.Add(bad.TlsUrl("/ok/1"), [ErrorKind.Tls]);
        expected.Add(busy.Url("/retry-after/999999999"), [ErrorKind.RateLimited]);
        var mixed = Mix(healthy, [.. expected.Keys]);
        var misclassified = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var measures = await Turns.Measure(
            rounds,
            ("healthy", () => UntilLastHealthy(gleaner, healthy, expected, misclassified)),
            ("mixed", () => UntilLastHealthy(gleaner, mixed, expected, misclassified)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"engine {OrleansEngine.Name}: {Healthy} healthy sources of 50 ms, {Concurrency} at once: {measures["healthy"].TotalSeconds:0.000} s alone, {measures["mixed"].TotalSeconds:0.000} s among {expected.Count} bad ones: {measures["mixed"] / measures["healthy"]:0.000} (budget ≤ 1.05), misclassified {misclassified.Count}"));
        foreach (var (url, kind) in misclassified)
        {
            Console.WriteLine($"  {url}: {kind}");
        }

        return misclassified.Count == 0 ? 0 : 1;
    }

    private static List<string> Mix(List<string> healthy, List<string> bad)
    {
        var mixed = healthy.ToList();
        for (var i = 0; i < bad.Count; i++)
        {
            mixed.Insert(i * (healthy.Count / bad.Count), bad[i]);
        }

        return mixed;
    }

    private static async Task<TimeSpan> UntilLastHealthy(
        GleanerGather gleaner, IReadOnlyList<string> urls, IReadOnlyDictionary<string, ErrorKind[]> expected, SortedDictionary<string, string> misclassified)
    {
        var watch = Stopwatch.StartNew();
        var last = TimeSpan.Zero;
        await gleaner.Gather(urls, Concurrency, each: outcome =>
        {
            var kinds = expected.GetValueOrDefault(outcome.Url, []);
            if (kinds.Length == 0)
            {
                last = watch.Elapsed;
            }

            if (outcome.Error is null ? kinds.Length > 0 : !kinds.Contains(outcome.Error.Kind))
            {
                misclassified[outcome.Url] = outcome.Error is { } error ? $"{error.Kind}: {error.Message}" : "ok";
            }
        });
        return last;
    }
}
