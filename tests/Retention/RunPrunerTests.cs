using System.Globalization;
using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Retention;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Tests.Retention;

/// <summary>What pruning removes, what it leaves, and what it leaves behind when it is cut off.</summary>
public abstract class RunPrunerTests : IAsyncLifetime
{
    private static readonly TimeSpan Old = TimeSpan.FromDays(40);
    private static readonly RetentionRule Month = new(TimeSpan.FromDays(30), 0);

    private TestStore _store = null!;

    protected abstract Task<StoreAddress> NewStore();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunPruner Pruner => _store.Services.GetRequiredService<RunPruner>();

    public async ValueTask InitializeAsync() => _store = await TestStore.Open(await NewStore());

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Prune_OldFinishedRuns_GoWithAllThatIsTheirs()
    {
        await AddRun("old", Old, sources: 3);
        await AddRun("cancelled", Old, sources: 2, state: "cancelled");
        await AddRun("young", TimeSpan.FromDays(29), sources: 2);
        await AddRun("unfinished", Old, sources: 2, state: "running");
        await AddState("run", "run/old", "{\"state\":\"completed\",\"finishedAt\":\"2026-01-01T00:00:00+00:00\"}");
        await AddState("shard", "run/old/0", null);
        await AddState("shard", "run/old-er/0", "{}");
        await AddState("source", "source/a", "{\"records\":1}");
        await Execute("INSERT INTO OrleansRemindersTable (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version) VALUES ('gleaner', 'gather/run/old', 'resume', '2026-01-01 00:00:00', 1, 1, 1)");
        await Execute("INSERT INTO records (source, seq, run, data) VALUES ('a', 0, 'old', '{}')");

        var would = await Pruner.Prune(Month, dryRun: true, cancellation: Cancellation);
        Assert.Equal((2, 5L, 0), (would.Runs, would.Outcomes, would.Kept));
        Assert.Equal(4L, await _store.Value("SELECT COUNT(*) FROM runs"));

        var report = await Pruner.Prune(Month, cancellation: Cancellation);
        Assert.Equal((would.Runs, would.Outcomes, would.Kept), (report.Runs, report.Outcomes, report.Kept));
        Assert.Equal(["unfinished", "young"], await Names("SELECT run FROM runs ORDER BY run"));
        Assert.Equal(["unfinished", "young"], await Names("SELECT DISTINCT run FROM outcomes ORDER BY run"));
        // A shard of a run whose name begins alike, and what is the source's.
        Assert.Equal(["run/old-er/0", "source/a"], await Names("SELECT GrainIdExtensionString FROM OrleansStorage ORDER BY GrainIdExtensionString"));
        Assert.Equal(0L, await _store.Value("SELECT COUNT(*) FROM OrleansRemindersTable"));
        Assert.Equal(1L, await _store.Value("SELECT COUNT(*) FROM records"));
        Assert.Equal(0, (await Pruner.Prune(Month, cancellation: Cancellation)).Runs);
    }

    [Fact]
    public async Task Prune_KeepLast_KeepsTheNewestRunsAndThoseOfEachAppliedSourcesNewestOutcomes()
    {
        // A rare source's outcomes are older than a hundred runs of another one; a bare URL has none of its own to keep.
        await AddState("source", "source/rare", "{\"applied\":true}");
        await AddState("source", "source/busy", "{\"applied\":true}");
        await AddState("source", "source/bare", "{\"applied\":false}");
        for (var i = 0; i < 4; i++)
        {
            await AddRun($"rare-{i}", Old + TimeSpan.FromDays(10 - i), names: ["rare"]);
            await AddRun($"bare-{i}", Old + TimeSpan.FromDays(10 - i), names: ["bare"]);
        }

        for (var i = 0; i < 20; i++)
        {
            await AddRun(string.Create(CultureInfo.InvariantCulture, $"busy-{i:00}"), Old - TimeSpan.FromMinutes(i), names: ["busy"]);
        }

        var report = await Pruner.Prune(Month with { KeepLast = 2 }, cancellation: Cancellation);
        Assert.Equal(["busy-18", "busy-19", "rare-2", "rare-3"], await Names("SELECT run FROM runs ORDER BY run"));
        Assert.Equal((24, 24L, 4), (report.Runs, report.Outcomes, report.Kept));
    }

    [Fact]
    public async Task Prune_RunThatItsCoordinatorOrABucketStillNeeds_Stays()
    {
        await AddRun("ending", Old, sources: 2);
        await AddState("run", "run/ending", "{\"state\":\"running\",\"shardSizes\":[2]}");
        await AddRun("newer", Old, sources: 2);
        await AddState("run", "run/newer", "{\"stateVersion\":99,\"finishedAt\":\"2026-01-01T00:00:00+00:00\"}");
        await AddRun("turn", Old, sources: 2);
        await AddState("schedule", "schedule/7", "{\"turn\":{\"run\":\"turn\",\"pages\":[\"a\"]}}");
        await AddRun("damaged", Old, sources: 2);
        await AddState("run", "run/damaged", "{\"state\":");
        var report = await Pruner.Prune(Month, cancellation: Cancellation);
        Assert.Equal((1, 3), (report.Runs, report.Kept));
        Assert.Equal(["ending", "newer", "turn"], await Names("SELECT run FROM runs ORDER BY run"));
        Assert.Equal(3L, await _store.Value("SELECT COUNT(*) FROM OrleansStorage WHERE GrainIdExtensionString IN ('run/ending', 'run/newer', 'schedule/7')"));
    }

    [Fact]
    public async Task Prune_CutOffAnywhere_LeavesNoRunHalfGoneThatLooksWholeAndGoesOn()
    {
        const int rows = (RunPruner.MaxRows * 3) + 17;
        await AddRun("large", Old, rows);
        for (var i = 0; i < 5; i++)
        {
            await AddRun($"small-{i}", Old - TimeSpan.FromHours(1), sources: 3);
        }

        // At each of its steps in turn.
        var cuts = 0;
        for (var step = 1; ; step++)
        {
            using var cut = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var steps = 0;
            try
            {
                await Pruner.Prune(Month, told: _ => ++steps < step ? Task.CompletedTask : cut.CancelAsync(), cancellation: cut.Token);
                break;
            }
            catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
            {
                cuts++;
                Assert.Equal(0L, await _store.Value("SELECT COUNT(*) FROM outcomes o WHERE NOT EXISTS (SELECT 1 FROM runs r WHERE r.run = o.run)"));
                Assert.Empty(await Names("SELECT run FROM runs WHERE state <> 'pruning' AND sources <> (SELECT COUNT(*) FROM outcomes o WHERE o.run = runs.run)"));
            }
        }

        Assert.InRange(cuts, 3, int.MaxValue);
        Assert.Equal(0L, await _store.Value("SELECT COUNT(*) FROM runs"));
        Assert.Equal(0L, await _store.Value("SELECT COUNT(*) FROM outcomes"));
    }

    [Fact]
    public async Task Prune_ByTwoAtOnce_EndsAndRemovesAll()
    {
        for (var i = 0; i < 60; i++)
        {
            await AddRun($"r{i}", Old + TimeSpan.FromMinutes(i), sources: 40);
        }

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Pruner.Prune(Month, cancellation: Cancellation))));
        Assert.Equal((0L, 0L), (await _store.Value("SELECT COUNT(*) FROM runs"), await _store.Value("SELECT COUNT(*) FROM outcomes")));
    }

    [Fact]
    public async Task Prune_RunsOfTheStoresOwnMaking_AreUnknownAfterwardsAndTheirSourcesGoOn()
    {
        await using var origin = await TestOrigin.Start();
        await using var silo = await EmbeddedSilo.Start(_store.Address);
        await silo.Apply(new SourceDefinition { Name = "a", Url = origin.Url("/array/2"), AllowPrivate = true });
        await Gathering.Start(silo.Grains, "run1", [new("a", null), .. Enumerable.Range(0, 300).Select(i => Gathering.Source(origin.Url($"/ok/{i}"))).Select(source => new PlannedSource(source.Name, source))], SourceGrains.Options, Cancellation);
        await Gathering.Watch(silo.Grains, "run1", Cancellation);
        await Gathering.Start(silo.Grains, "run2", [new("a", null)], SourceGrains.Options, Cancellation);
        await Gathering.Watch(silo.Grains, "run2", Cancellation);

        // The coordinator saves its own state last.
        await Eventually.Holds(async () => (await Pruner.Prune(new RetentionRule(TimeSpan.Zero, 1), cancellation: Cancellation)).Runs == 1);
        Assert.Equal(["run2"], await Names("SELECT run FROM runs"));
        Assert.Equal(1L, await _store.Value("SELECT COUNT(*) FROM outcomes"));
        Assert.Equal(0L, await _store.Value("SELECT COUNT(*) FROM OrleansStorage WHERE GrainIdExtensionString LIKE 'run/run1%'"));
        Assert.Equal(2, (await silo.Records("a")).Count);
        Assert.True((await silo.Fetch("a")).Ok);
        await silo.DisposeAsync();
        await using var later = await EmbeddedSilo.Start(_store.Address);
        await Assert.ThrowsAsync<RunNotFoundException>(() => later.Grains.GetGrain<IGatherGrain>(GrainKeys.Run("run1")).GetStatus());
    }

    [Fact]
    public async Task Setting_IsTakenByOneSiloAtATime()
    {
        var table = new RetentionTable(_store.Database);
        Assert.Null(await table.Read(Cancellation));
        Assert.Null(await table.TryBegin(Cancellation));
        await table.Set(new RetentionRule(TimeSpan.FromDays(7), 3), Cancellation);
        var begun = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => table.TryBegin(Cancellation)));
        Assert.Equal(new RetentionRule(TimeSpan.FromDays(7), 3), Assert.Single(begun, rule => rule is not null));
        Assert.True(await table.GoOn(begun.OfType<RetentionRule>().Single(), Cancellation));

        await table.End(new PruneReport(default, 2, 50, 0), Cancellation);
        Assert.Null(await table.TryBegin(Cancellation));
        var setting = (await table.Read(Cancellation))!;
        Assert.Equal((2, 50L), (setting.LastRuns, setting.LastOutcomes));
        Assert.Equal(RetentionTable.Every.TotalMinutes, (setting.NextAt - setting.LastAt!.Value).TotalMinutes, tolerance: 1);

        // Whoever is at it learns that the rule has changed.
        await table.Set(new RetentionRule(TimeSpan.FromDays(8), 3), Cancellation);
        Assert.False(await table.GoOn(new RetentionRule(TimeSpan.FromDays(7), 3), Cancellation));
        Assert.True(await table.Clear(Cancellation));
        Assert.Null(await table.TryBegin(Cancellation));
    }

    private async Task AddRun(string run, TimeSpan age, int sources = 1, string state = "completed", string[]? names = null)
    {
        names ??= [.. Enumerable.Range(0, sources).Select(i => string.Create(CultureInfo.InvariantCulture, $"s{i:0000}"))];
        var at = Time(TimeProvider.System.GetUtcNow() - age);
        await using var connection = await _store.Database.OpenOwn(Cancellation);
        await connection.Execute(
            "INSERT INTO runs (run, state, sources, ok, failed, started_at, finished_at) VALUES (@run, @state, @sources, @sources, 0, @at, @finished)", Cancellation,
            ("@run", run), ("@state", state), ("@sources", names.Length), ("@at", at), ("@finished", state == "running" ? null : at));
        await connection.Execute(_store.Database.IsSqlite ? "BEGIN IMMEDIATE" : "START TRANSACTION", Cancellation);
        foreach (var (source, position) in names.Select((name, i) => (name, i)))
        {
            await connection.Execute(
                $"INSERT INTO outcomes ({OutcomeRow.Columns}) VALUES (@run, @source, 'http://x/', 1, 200, NULL, NULL, 1, 1, 0, NULL, 0, @at, 1, 0, @position)", Cancellation,
                ("@run", run), ("@source", source), ("@at", at), ("@position", position));
        }

        await connection.Execute("COMMIT", Cancellation);
    }

    private async Task AddState(string type, string key, string? payload)
    {
        await using var connection = await _store.Database.OpenOwn(Cancellation);
        await connection.Execute(
            "INSERT INTO OrleansStorage (GrainTypeString, GrainIdExtensionString, ServiceId, GrainIdN0, GrainIdN1, GrainIdHash, GrainTypeHash, Version, ModifiedOn, PayloadBinary)"
            + " VALUES (@type, @key, 'gleaner', 0, 0, 0, 0, 1, '2026-01-01 00:00:00', @payload)", Cancellation,
            ("@type", type), ("@key", key), ("@payload", payload is null ? null : System.Text.Encoding.UTF8.GetBytes(payload)));
    }

    private object Time(DateTimeOffset at) => _store.Database.IsSqlite ? at.UtcDateTime.ToString(OutcomeRow.SqliteTimeFormat, CultureInfo.InvariantCulture) : at.UtcDateTime;

    private async Task Execute(string sql)
    {
        await using var connection = await _store.Database.OpenOwn(Cancellation);
        await connection.Execute(sql, Cancellation);
    }

    private async Task<IEnumerable<object?>> Names(string sql) => (await _store.Rows(sql)).Select(row => row[0]);
}

public sealed class SqliteRunPrunerTests : RunPrunerTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(TestStore.NewFile());
}
