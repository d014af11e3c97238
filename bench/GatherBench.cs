using System.Globalization;
using Gleaner.Bench.Origins;
using Gleaner.Bench.Peers;
using Gleaner.Contracts;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Bench;

/// <summary>The budgets of the whole gather, each beside its peer in the same run: the peers take turns, medians are compared.</summary>
internal sealed class GatherBench(NginxOrigin origin, BenchDatabase? database, int rounds)
{
    private const int Concurrency = 64;
    private const int Urls = 20_000;
    private const int ProcessUrls = 50_000;
    private const int SlowSources = 1_000;

    private readonly IReadOnlyList<string> _urls = origin.Urls(Urls);

    public static async Task<int> Run(int rounds)
    {
        await using var origin = await NginxOrigin.Start();
        if (origin is null)
        {
            return 1;
        }

        await using var database = await BenchDatabase.Start();
        var bench = new GatherBench(origin, database, rounds);
        Console.WriteLine($"engine {OrleansEngine.Name}, {Environment.ProcessorCount} processors, {Urls} URLs, {Concurrency} at once, medians of {rounds} rounds");
        var noScript = await AiohttpScript.Missing(withDatabase: false);
        Tell(noScript);
        await bench.InMemory(noScript is null);
        if (database is null)
        {
            Tell("mariadbd or mysqld is not installed: the rows with a database are left out");
        }
        else
        {
            var noDatabaseScript = await AiohttpScript.Missing(withDatabase: true);
            Tell(noDatabaseScript);
            await bench.InMySql(noDatabaseScript is null);
        }

        await bench.Slow();
        await bench.WholeProcesses(noScript is null);
        await bench.StartAndMemory();
        return 0;
    }

    private async Task InMemory(bool withScript)
    {
        await using var gleaner = await GleanerGather.Start(StoreAddress.Parse("memory"));
        using var file = new UrlFile(_urls);
        var measures = await Turns.Measure(
            rounds,
            ("gleaner", () => gleaner.Gather(_urls, Concurrency)),
            ("R", () => BareHttpClient.Gather(_urls, Concurrency)),
            ("A", withScript ? async () => (await AiohttpScript.Gather(file.Path, Concurrency, null)).Gather : null));
        Print("in memory, embedded", measures, ("R", "≥ 0.60 now, 0.85 in the end"), ("A", "≥ 3 now, 5 in the end"));
    }

    private async Task InMySql(bool withScript)
    {
        await using var gleaner = await GleanerGather.Start(database!.Store);
        using var file = new UrlFile(_urls);
        var measures = await Turns.Measure(
            rounds,
            ("gleaner", () => gleaner.Gather(_urls, Concurrency)),
            ("AM", withScript ? async () => (await AiohttpScript.Gather(file.Path, Concurrency, database.Store)).Gather : null));
        Print("committed to MySQL, embedded", measures, ("AM", "≥ 3 now, 5 in the end"));
    }

    private async Task Slow()
    {
        await using var slow = await SlowOrigin.Start();
        await using var gleaner = await GleanerGather.Start(StoreAddress.Parse("memory"));
        var urls = slow.Urls(SlowSources);
        var measures = await Turns.Measure(
            rounds,
            ("gleaner", () => gleaner.Gather(urls, SlowSources)),
            ("R", () => BareHttpClient.Gather(urls, SlowSources)));
        Print("1,000 sources of 1 s each", measures, ("R", "≥ 0.95; and at most 1.10 s"));
    }

    private async Task WholeProcesses(bool withScript)
    {
        using var file = new UrlFile(origin.Urls(ProcessUrls));
        var measures = await Turns.Measure(
            rounds,
            ("gleaner", async () => (await GleanerProcess.Gather(file.Path, "memory", Concurrency)).Wall),
            ("A", withScript ? async () => (await AiohttpScript.Gather(file.Path, Concurrency, null)).Process : null));
        Print($"whole process, {ProcessUrls} URLs, in memory", measures, ("A", "≥ 2.5 now, 4 in the end"));
        if (database is null)
        {
            return;
        }

        measures = await Turns.Measure(
            rounds,
            ("gleaner", async () => (await GleanerProcess.Gather(file.Path, database.Store.ToSecretString(), Concurrency)).Wall),
            ("AM", withScript ? async () => (await AiohttpScript.Gather(file.Path, Concurrency, database.Store)).Process : null));
        Print($"whole process, {ProcessUrls} URLs, committed to MySQL", measures, ("AM", "≥ 2.5 now, 4 in the end"));
    }

    private async Task StartAndMemory()
    {
        using var one = new UrlFile(origin.Urls(1));
        using var few = new UrlFile(origin.Urls(1_000));
        using var many = new UrlFile(origin.Urls(100_000));
        var folder = Directory.CreateTempSubdirectory("gleaner-bench-");
        var store = $"sqlite:{Path.Combine(folder.FullName, "start.db")}";
        var start = await Turns.Measure(rounds, ("gleaner", async () => (await GleanerProcess.Gather(one.Path, store, Concurrency)).Wall));
        Print("process start to one persisted outcome and its end, SQLite (≤ 1.5 s)", start);
        var small = await GleanerProcess.Gather(few.Path, store, Concurrency);
        var large = await GleanerProcess.Gather(many.Path, store, Concurrency);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"peak memory: {small.PeakMegabytes:0} MB at 1,000 sources, {large.PeakMegabytes:0} MB at 100,000: {large.PeakMegabytes - small.PeakMegabytes:0} MB more (≤ 300)"));
        folder.Delete(recursive: true);
    }

    private static void Print(string what, IReadOnlyDictionary<string, TimeSpan> medians, params (string Peer, string Budget)[] budgets)
    {
        Console.WriteLine();
        Console.WriteLine(what);
        foreach (var (name, median) in medians)
        {
            var budget = Array.Find(budgets, b => b.Peer == name);
            var ratio = budget.Peer is null ? "" : string.Create(CultureInfo.InvariantCulture, $"   gleaner is {median / medians["gleaner"]:0.00} × {name}   (budget {budget.Budget})");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-8} {median.TotalSeconds,7:0.000} s{ratio}"));
        }
    }

    private static void Tell(string? sentence)
    {
        if (sentence is not null)
        {
            Console.WriteLine($"note: {sentence}");
        }
    }
}
