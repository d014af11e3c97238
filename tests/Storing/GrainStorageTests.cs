using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Orleans.Storage;

namespace Gleaner.Tests.Storing;

/// <summary>What grain state must be able to rely on, on every kind of store.</summary>
public abstract class GrainStorageTests
{
    protected abstract Task<StoreAddress> NewStore();

    [Fact]
    public async Task Read_NoRow_GivesANewStateWithoutETag()
    {
        await using var store = await TestStore.Open(await NewStore());
        var state = await store.Read("a");
        Assert.NotNull(state.State);
        Assert.Null(state.ETag);
        Assert.False(state.RecordExists);
    }

    [Fact]
    public async Task Write_ThenRead_GivesTheStateWithItsVersion()
    {
        await using var store = await TestStore.Open(await NewStore());
        var state = await store.Read("a");
        TestStore.Fetch(state, "a", "r1", "1");
        state.State!.LastOkAt = new DateTimeOffset(2026, 7, 30, 1, 2, 3, 4, TimeSpan.Zero);
        state.State.Health = SourceHealth.Up;
        await store.Write("a", state);
        await store.Write("a", state);
        Assert.Equal("2", state.ETag);
        var again = await store.Read("a");
        Assert.Equal(("2", true, "r1", SourceHealth.Up), (again.ETag, again.RecordExists, again.State!.LastRun, again.State.Health));
        Assert.Equal(state.State.LastOkAt, again.State.LastOkAt);
    }

    [Fact]
    public async Task Write_ManyFirstWritersOfOneGrain_OneWins()
    {
        await using var store = await TestStore.Open(await NewStore());
        var writers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            var state = new GrainState<SourceState>(new SourceState());
            var rows = TestStore.Fetch(state, "a", $"r{i}", "1");
            try
            {
                await store.Write("a", state);
                Assert.Null(state.State!.PendingRows);
                return 1;
            }
            catch (InconsistentStateException fault)
            {
                Assert.Equal("1", fault.StoredEtag);
                Assert.Same(rows, state.State!.PendingRows);
                return 0;
            }
        }));
        Assert.Equal(1, writers.Sum());
        Assert.Equal(1L, await store.Value("SELECT COUNT(*) FROM OrleansStorage"));
        // Nothing of a loser is kept.
        Assert.Equal(1L, await store.Value("SELECT COUNT(*) FROM outcomes"));
    }

    [Fact]
    public async Task Write_ManyWritersOfOneVersion_OneWinsAndVersionsStrictlyIncrease()
    {
        await using var store = await TestStore.Open(await NewStore());
        await store.Write("a", new GrainState<SourceState>(new SourceState()));
        for (var round = 2; round <= 6; round++)
        {
            var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
            {
                var state = await store.Read("a");
                try
                {
                    await store.Write("a", state);
                    return state.ETag;
                }
                catch (InconsistentStateException)
                {
                    return null;
                }
            }));
            var versions = won.Where(etag => etag is not null).ToList();
            Assert.Equal(versions.Distinct(), versions);
        }

        var last = int.Parse((await store.Read("a")).ETag!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(last, 6, 101);
    }

    [Fact]
    public async Task Write_ALoserAmongMany_OnlyTheLoserFails()
    {
        await using var store = await TestStore.Open(await NewStore());
        var states = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => store.Read($"s{i}")));
        await Task.WhenAll(states.Select((state, i) => store.Write($"s{i}", state)));
        var other = await store.Read("s150");
        await store.Write("s150", other);

        var writes = states.Select((state, i) =>
        {
            TestStore.Fetch(state, $"s{i}", "r", "{}");
            return store.Write($"s{i}", state);
        }).ToList();
        await Assert.ThrowsAsync<InconsistentStateException>(() => writes[150]);
        await Task.WhenAll(writes.Where((_, i) => i != 150));

        Assert.Equal(299L, await store.Value("SELECT COUNT(*) FROM outcomes"));
        Assert.Equal(299L, await store.Value("SELECT COUNT(*) FROM records"));
        Assert.Equal("2", (await store.Read("s150")).ETag);
        Assert.Equal("2", (await store.Read("s151")).ETag);
    }

    [Fact]
    public async Task Write_AnOutcomeThatStandsAmongMany_StandsAndTheOthersAreWritten()
    {
        await using var store = await TestStore.Open(await NewStore());
        var first = TestStore.Outcome("s50", "r") with { Attempts = 4 };
        await store.Ledger.Commit(new FetchRows { Source = "s50", Outcomes = [first] }, TestContext.Current.CancellationToken);
        var states = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => store.Read($"s{i}")));
        // Half of them are known when their fetches come.
        await Task.WhenAll(states.Take(60).Select((state, i) => store.Write($"s{i}", state)));

        var rows = states.Select((state, i) => TestStore.Fetch(state, $"s{i}", "r", "{}")).ToList();
        await Task.WhenAll(states.Select((state, i) => store.Write($"s{i}", state)));

        Assert.Equal([first], rows[50].Stood);
        Assert.All(rows.Where((_, i) => i != 50), others => Assert.Empty(others.Stood));
        Assert.Equal(100L, await store.Value("SELECT COUNT(*) FROM outcomes"));
        Assert.Equal(4L, await store.Value("SELECT attempts FROM outcomes WHERE source = 's50'"));
        Assert.Equal(100L, await store.Value("SELECT COUNT(*) FROM records"));
        Assert.Equal("2", (await store.Read("s50")).ETag);
        Assert.Equal("1", (await store.Read("s99")).ETag);
    }

    [Fact]
    public async Task Write_RowThatIsGone_Loses()
    {
        await using var store = await TestStore.Open(await NewStore());
        var state = new GrainState<SourceState>(new SourceState(), "3");
        await Assert.ThrowsAsync<InconsistentStateException>(() => store.Write("a", state));
        Assert.Equal(0L, await store.Value("SELECT COUNT(*) FROM OrleansStorage"));
    }

    [Fact]
    public async Task Write_NamesThatLookAlike_AreDifferentRows()
    {
        await using var store = await TestStore.Open(await NewStore());
        string[] names = ["CAFE", "cafe", "0cafe", "Cafe", "café", "cafe\u0301", "🌾", "🌾🌾", "it's", "back\\slash", "\"quoted\"", "%_", new string('ü', 200), new string('x', 199), new string('x', 200)];
        await Task.WhenAll(names.Select(async name =>
        {
            var state = await store.Read(name);
            TestStore.Fetch(state, name, name.Length > 60 ? "long" : name, $"\"{name.Length}\"");
            await store.Write(name, state);
        }));
        foreach (var name in names)
        {
            Assert.Equal(("1", $"http://origin/{name}"), ((await store.Read(name)).ETag, (await store.Read(name)).State!.Definition!.Url));
        }

        Assert.Equal((long)names.Length, await store.Value("SELECT COUNT(*) FROM OrleansStorage"));
        var stored = (await store.Rows("SELECT source FROM records")).Select(row => (string)row[0]!).Order(StringComparer.Ordinal);
        Assert.Equal(names.Order(StringComparer.Ordinal), stored);
    }

    [Theory]
    [InlineData("cafe")]
    [InlineData("7f")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef+ext")]
    [InlineData("5+ext")]
    public async Task Write_KeyThatOrleansTakesApart_IsReadBack(string key)
    {
        await using var store = await TestStore.Open(await NewStore());
        var grain = GrainId.Create("source", key);
        var state = new GrainState<SourceState>(new SourceState { LastRun = "r" });
        await store.Storage.WriteStateAsync(SourceState.StateName, grain, state);
        var read = new GrainState<SourceState>();
        await store.Storage.ReadStateAsync(SourceState.StateName, grain, read);
        Assert.Equal("r", read.State!.LastRun);
    }

    [Fact]
    public async Task Clear_State_KeepsTheVersionSoThatALateWriterLoses()
    {
        await using var store = await TestStore.Open(await NewStore());
        var state = await store.Read("a");
        await store.Write("a", state);
        var late = await store.Read("a");
        await store.Storage.ClearStateAsync(SourceState.StateName, TestStore.Grain("a"), state);
        Assert.Equal(("2", false), (state.ETag, state.RecordExists));
        await Assert.ThrowsAsync<InconsistentStateException>(() => store.Write("a", late));
        var read = await store.Read("a");
        Assert.Equal(("2", false), (read.ETag, read.RecordExists));
        await store.Write("a", read);
        Assert.Equal("3", read.ETag);
        Assert.Equal(1L, await store.Value("SELECT COUNT(*) FROM sources"));
    }

    [Fact]
    public async Task Read_TwentyThousandThatHaveNoRow_IsQuick()
    {
        await using var store = await TestStore.Open(await NewStore());
        var read = await Task.WhenAll(Enumerable.Range(0, 20_000).Select(i => store.Read($"source number {i}")));
        Assert.All(read, state => Assert.Null(state.ETag));
    }

    [Fact]
    public async Task Read_StateThatIsNotJson_SaysSoAndIsNotWrittenOver()
    {
        await using var store = await TestStore.Open(await NewStore());
        await store.Write("a", await store.Read("a"));
        await using (var connection = await store.Database.Open(TestContext.Current.CancellationToken))
        {
            await connection.Execute("UPDATE OrleansStorage SET PayloadBinary = 'rubbish'", TestContext.Current.CancellationToken);
        }

        if (store.Database.IsSqlite)
        {
            // SQLite keeps the text as text; the driver reads its bytes all the same.
            Assert.Equal("text", await store.Value("SELECT typeof(PayloadBinary) FROM OrleansStorage"));
        }

        var state = await store.Read("a");
        Assert.StartsWith("it is damaged", state.State!.Unreadable, StringComparison.Ordinal);
        await Assert.ThrowsAsync<UnreadableStateException>(() => store.Write("a", state));
    }
}

public sealed class SqliteGrainStorageTests : GrainStorageTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(TestStore.NewFile());
}

public sealed class MemoryGrainStorageTests : GrainStorageTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(StoreAddress.Parse("memory"));
}
