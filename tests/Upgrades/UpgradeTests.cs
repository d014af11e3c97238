using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Scheduling;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.Upgrades;

/// <summary>This program on what earlier versions left.</summary>
public abstract class UpgradeTests
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<StoreAddress> NewStore();

    [Theory]
    [InlineData("first-version", 8)]
    [InlineData("schema-20", 14)]
    public async Task Start_OnAnEarlierStore_ShowsItsSourcesAndRunsAndEndsTheUnfinishedOne(string version, int leastSources)
    {
        await using var origin = await TestOrigin.Start();
        var address = await NewStore();
        await FixtureStore.Restore(version, address, origin.Port);
        await using var silo = await EmbeddedSilo.Start(address);

        Assert.InRange(await silo.Count("SELECT COUNT(*) FROM sources"), leastSources, 100);
        Assert.Equal(0, await silo.Count("SELECT COUNT(*) FROM sources WHERE health = 'unreadable' OR url IS NULL"));
        Assert.Equal(["completed", "running"], (await silo.Rows($"SELECT state FROM runs WHERE run IN ('{FixtureStore.Finished}', '{FixtureStore.Unfinished}') ORDER BY run")).Select(row => row[0]));
        var hourly = (await silo.Source("hourly").Describe())!;
        Assert.Equal((true, SourceHealth.Up, 1), (hourly.Applied, hourly.Health, hourly.Records));

        var done = (await silo.Rows($"SELECT source FROM outcomes WHERE run = '{FixtureStore.Unfinished}'")).Select(row => (string)row[0]!).ToList();
        Assert.InRange(done.Count, 6, FixtureStore.UnfinishedSources - 1);
        var (status, outcomes) = await Gathering.Watch(silo.Grains, FixtureStore.Unfinished, Cancellation);
        Assert.Equal((RunState.Completed, FixtureStore.UnfinishedSources), (status.State, status.Ok));
        Assert.Equal(FixtureStore.UnfinishedSources, outcomes.Select(outcome => outcome.Source).Distinct().Count());
        // What had its outcome is not fetched again; what the silo's death cut off is.
        Assert.Equal(FixtureStore.UnfinishedSources - done.Count, origin.Log.Hits.Select(hit => hit.Path).Distinct().Count());
        Assert.Equal(outcomes.Where(outcome => !done.Contains(outcome.Source)).Sum(outcome => outcome.Attempts), origin.Log.Hits.Count);

        var finished = await silo.Grains.GetGrain<IGatherGrain>(GrainKeys.Run(FixtureStore.Finished)).GetStatus();
        Assert.Equal(RunState.Completed, finished.State);
        Assert.True((await silo.Fetch("hourly")).Ok);
        Assert.Equal(2, await silo.Count("SELECT COUNT(*) FROM outcomes WHERE source = 'hourly'"));
    }

    [Fact]
    public async Task Start_OnAStoreOfSchema20_GoesOnWithCursorsSchedulesAndPatience()
    {
        await using var origin = await TestOrigin.Start();
        var address = await NewStore();
        await FixtureStore.Restore("schema-20", address, origin.Port);
        for (var id = 1; id <= 6; id++)
        {
            origin.Items.Set(id, "new");
        }

        await using var silo = await EmbeddedSilo.Start(address, services => services.RunSchedules());

        // An interval's turn that was missed comes once, by itself; a paused one does not.
        await Eventually.Holds(() => origin.Log.HitsOf("/ok/often") > 0);

        Assert.Equal(0, origin.Log.HitsOf("/ok/paused"));
        Assert.True((await silo.Source("paused").Describe())!.Paused);
        // The origin has another port now, so the source is one of other rows: what it has is kept until the new set is whole.
        Assert.Equal("5", (await silo.Source("items").Describe())!.Cursor);
        Assert.Equal(5, await silo.Count("SELECT COUNT(*) FROM records WHERE source = 'items'"));
        Assert.True((await silo.Fetch("items")).Ok);
        Assert.Equal(6, await silo.Count("SELECT COUNT(*) FROM records WHERE source = 'items'"));
        Assert.Equal(DueReason.RetryAfter, (await silo.Source("patient").Describe())!.DueBecause);
    }

    [Fact]
    public async Task Install_WhileOthersWriteByTheOldSchema_LosesNoneOfTheirRows()
    {
        var address = await NewStore();
        await FixtureStore.Restore("schema-20", address, port: 1);
        await using var store = TestStore.Unprepared(address);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var writers = Enumerable.Range(0, store.Database.IsSqlite ? 1 : 4).Select(writer => Task.Run(() => OldWriter.Run(store.Database, writer, stop.Token))).ToList();
        await Eventually.Holds(async () => await Written(store) >= 200);

        var others = Enumerable.Range(0, 3).Select(_ => TestStore.Unprepared(address)).ToList();
        var found = await Task.WhenAll(others.Select(other => Task.Run(() => other.Schema.Install(Cancellation))));
        Assert.Contains(20, found);
        var after = await Written(store);
        await Eventually.Holds(async () => await Written(store) >= after + 200);

        await stop.CancelAsync();
        var acknowledged = await Task.WhenAll(writers);
        Assert.Equal(acknowledged.Sum(), await Written(store));
        Assert.Equal((long)acknowledged.Sum(), await store.Value("SELECT CAST(SUM(ok) AS SIGNED) FROM runs WHERE run LIKE 'old-%'"));
        foreach (var other in others)
        {
            await other.DisposeAsync();
        }
    }

    private static async Task<long> Written(TestStore store) => (long)(await store.Value("SELECT COUNT(*) FROM outcomes WHERE run LIKE 'old-%'"))!;
}

public sealed class SqliteUpgradeTests : UpgradeTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(TestStore.NewFile());
}
