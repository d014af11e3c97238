using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Gleaner.Bench.Origins;
using Gleaner.Contracts;
using Gleaner.Pipeline.Retention;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Bench;

/// <summary>Old outcomes are pruned while a silo gathers at full speed: what each costs the other.</summary>
internal static class PruneBench
{
    private const int Concurrency = 64;
    private const int Urls = 20_000;
    private const int LargeRun = 10_000;
    private const int SmallRun = 10;
    private const int RowsAtOnce = 1_000;

    public static async Task<int> Run(int outcomes)
    {
        await using var origin = await NginxOrigin.Start();
        await using var database = await BenchDatabase.Start();
        if (database is null)
        {
            await Console.Error.WriteLineAsync("This bench needs mariadbd or mysqld; on Debian: apt-get install mariadb-server.");
        }

        if (origin is null || database is null)
        {
            return 1;
        }

        Console.WriteLine($"engine {OrleansEngine.Name}, {Environment.ProcessorCount} processors, {outcomes} old outcomes, half in runs of {LargeRun}, half in runs of {SmallRun}");
        await Measure("MySQL", database.Store, outcomes, origin.Urls(Urls));
        var folder = Directory.CreateTempSubdirectory("gleaner-bench-prune-");
        await Measure("SQLite", StoreAddress.Parse($"sqlite:{folder.FullName}/store.db"), outcomes, origin.Urls(Urls));
        folder.Delete(recursive: true);
        return 0;
    }

    private static async Task Measure(string name, StoreAddress store, int outcomes, IReadOnlyList<string> urls)
    {
        await using var gleaner = await GleanerGather.Start(store);
        await gleaner.Gather(urls, Concurrency);
        await using var services = new ServiceCollection().AddGleanerStore(store).BuildServiceProvider();
        await Fill(services.GetRequiredService<Database>(), outcomes);
        var alone = await gleaner.Gather(urls, Concurrency);

        var pruner = services.GetRequiredService<RunPruner>();
        var watch = Stopwatch.StartNew();
        var pruning = Task.Run(() => pruner.Prune(RetentionRule.Default));
        var beside = new List<TimeSpan>();
        while (!pruning.IsCompleted)
        {
            beside.Add(await gleaner.Gather(urls, Concurrency));
        }

        var report = await pruning;
        // Of the last gather a part ran alone.
        var first = beside[..Math.Max(1, beside.Count - 1)].Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-6}  pruned {report.Runs} runs, {report.Outcomes} outcomes in at most {watch.Elapsed.TotalSeconds:F1} s; gather of {urls.Count}: {alone.TotalSeconds:F1} s alone, {first[first.Count / 2].TotalSeconds:F1} s beside it (median of {first.Count}, worst {first[^1].TotalSeconds:F1} s); none failed"));
    }

    private static async Task Fill(Database database, int outcomes)
    {
        await using var connection = await database.OpenOwn(CancellationToken.None);
        var left = outcomes;
        for (var run = 0; left > 0; run++)
        {
            // A large one, then as many outcomes in small ones.
            var runs = run % 2 == 0 ? 1 : LargeRun / SmallRun;
            var size = run % 2 == 0 ? LargeRun : SmallRun;
            await Execute(connection, "BEGIN");
            for (var i = 0; i < runs && left > 0; i++)
            {
                var count = Math.Min(size, left);
                await Insert(connection, string.Create(CultureInfo.InvariantCulture, $"old-{run:0000}-{i:0000}"), count);
                left -= count;
            }

            await Execute(connection, "COMMIT");
        }
    }

    private static async Task Insert(DbConnection connection, string run, int count)
    {
        const string at = "'2026-01-01T00:00:00.000'";
        await Execute(connection, $"INSERT INTO runs (run, state, sources, ok, failed, started_at, finished_at) VALUES ('{run}', 'completed', {count}, {count}, 0, {at}, {at})");
        var hash = new string('a', 64);
        for (var from = 0; from < count; from += RowsAtOnce)
        {
            var sql = new StringBuilder(
                "INSERT INTO outcomes (run, source, url, ok, status, error_kind, error_message, attempts, bytes, records, sha256, unchanged, started_at, duration_ms, shard, position) VALUES ");
            for (var i = from; i < Math.Min(count, from + RowsAtOnce); i++)
            {
                sql.Append(
                    CultureInfo.InvariantCulture,
                    $"{(i > from ? "," : "")}('{run}','http://127.0.0.1/item/{i}','http://127.0.0.1/item/{i}',1,200,NULL,NULL,1,200,1,'{hash}',0,{at},12,{i / 256},{i % 256})");
            }

            await Execute(connection, sql.ToString());
        }
    }

    private static async Task Execute(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Numbers and names made here.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
