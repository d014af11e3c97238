using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Tests.Sources;

/// <summary>Sources that are read onwards from where they were read to, on an embedded silo.</summary>
public abstract class IncrementalSourceTests : IAsyncLifetime
{
    private TestOrigin _origin = null!;
    private EmbeddedSilo _silo = null!;

    protected abstract Task<StoreAddress> NewStore();

    protected virtual void Configure(IServiceCollection services, StoreAddress store)
    {
    }

    public async ValueTask InitializeAsync()
    {
        _origin = await TestOrigin.Start();
        var store = await NewStore();
        _silo = await EmbeddedSilo.Start(store, services => Configure(services, store));
        for (var id = 1; id <= 5; id++)
        {
            _origin.Items.Set(id, "first");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _origin.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Fetch_SecondTimeUnchanged_StoresNoRowTwice()
    {
        await Apply(new CursorDefinition { Field = "id", Param = "since", Key = ["id"] });
        var first = await _silo.Fetch("i");
        Assert.Equal((5, "5"), (first.Records, (await _silo.Source("i").Describe())!.Cursor));
        for (var i = 0; i < 3; i++)
        {
            Assert.True((await _silo.Fetch("i")).Ok);
        }

        Assert.Equal(["/items", "/items?since=5", "/items?since=5", "/items?since=5"], _origin.Log.Hits.Select(hit => hit.Path));
        Assert.Equal([[5L, 5L, first.Run]], await _silo.Rows("SELECT COUNT(*), COUNT(DISTINCT data), MAX(run) FROM records"));
        Assert.Equal([["5", 5L]], await _silo.Rows("SELECT s.cursor_value, s.records FROM sources s"));
    }

    [Fact]
    public async Task Fetch_NewAndChangedItems_AreMergedOnTheirKey()
    {
        await Apply(new CursorDefinition { Field = "id", Param = "since", LagNumber = 2, Key = ["id"] });
        var first = await _silo.Fetch("i");
        _origin.Items.Set(4, "second");
        _origin.Items.Set(6, "second");
        _origin.Items.Set(7, "second");
        var second = await _silo.Fetch("i");
        Assert.Equal("/items?since=3", _origin.Log.Hits.Last().Path);
        Assert.Equal(5, second.Records);
        Assert.Equal(7, (await _silo.Source("i").Describe())!.Records);
        Assert.Equal(
            [
                [0L, first.Run, """{"id":1,"value":"first"}"""], [1L, first.Run, """{"id":2,"value":"first"}"""], [2L, first.Run, """{"id":3,"value":"first"}"""],
                [3L, second.Run, """{"id":4,"value":"second"}"""], [4L, first.Run, """{"id":5,"value":"first"}"""],
                [5L, second.Run, """{"id":6,"value":"second"}"""], [6L, second.Run, """{"id":7,"value":"second"}"""],
            ],
            await _silo.Rows("SELECT seq, run, data FROM records ORDER BY seq"));
        Assert.Equal(0L, await _silo.Count("SELECT COUNT(*) FROM staged_records"));
    }

    [Fact]
    public async Task Fetch_WithoutKeyFields_TheWholeRowIsTheKey()
    {
        await Apply(new CursorDefinition { Field = "id", Param = "since", LagNumber = 10 });
        await _silo.Fetch("i");
        _origin.Items.Set(4, "second");
        await _silo.Fetch("i");
        Assert.Equal([[6L, 6L]], await _silo.Rows("SELECT COUNT(*), COUNT(DISTINCT data) FROM records"));
    }

    [Fact]
    public async Task Fetch_OneThatFails_DoesNotMoveTheCursor()
    {
        var source = await Apply(new CursorDefinition { Field = "id", Param = "since", Start = "2", Key = ["id"] });
        await _silo.Fetch("i");
        Assert.Equal("/items?since=2", _origin.Log.Hits.Last().Path);
        _origin.Items.Set(6, "second");
        await _silo.Fetch("i", SourceGrains.Options with { Deadline = TimeSpan.FromTicks(1) });
        Assert.Equal(("5", 4), ((await _silo.Source("i").Describe())!.Cursor, (await _silo.Source("i").Describe())!.Records));
        Assert.NotNull(source.Cursor);
        await _silo.Fetch("i");
        Assert.Equal("6", (await _silo.Source("i").Describe())!.Cursor);
    }

    [Fact]
    public async Task Fetch_KeyChanged_ReadsFromTheStartAndRestates()
    {
        var source = await Apply(new CursorDefinition { Field = "id", Param = "since", Key = ["id"] });
        await _silo.Fetch("i");
        await _silo.Apply(source with { Cursor = source.Cursor! with { Key = ["value"] } });
        await _silo.Fetch("i");
        Assert.Equal("/items", _origin.Log.Hits.Last().Path);
        // All five have the same value: one row, the last.
        Assert.Equal([[0L, """{"id":5,"value":"first"}"""]], await _silo.Rows("SELECT seq, data FROM records"));
        Assert.Equal((1, 1L), ((await _silo.Source("i").Describe())!.Records, await _silo.Count("SELECT COUNT(*) FROM record_keys")));
    }

    [Fact]
    public async Task Fetch_NoLongerIncremental_ReplacesTheRecordsAndForgetsTheKeys()
    {
        var source = await Apply(new CursorDefinition { Field = "id", Param = "since", Key = ["id"] });
        await _silo.Fetch("i");
        await _silo.Apply(source with { Cursor = null });
        var second = await _silo.Fetch("i");
        Assert.Equal([[5L, second.Run]], await _silo.Rows("SELECT COUNT(*), MIN(run) FROM records"));
        Assert.Equal(0L, await _silo.Count("SELECT COUNT(*) FROM record_keys"));
        Assert.Null((await _silo.Source("i").Describe())!.Cursor);
    }

    private Task<SourceDefinition> Apply(CursorDefinition cursor) => _silo.Apply(new SourceDefinition { Name = "i", Url = _origin.Url("/items"), Cursor = cursor });
}

public sealed class SqliteIncrementalSourceTests : IncrementalSourceTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(TestStore.NewFile());
}

/// <summary>With Orleans' own storage provider, whose writes do not carry rows along.</summary>
public sealed class StockIncrementalSourceTests : IncrementalSourceTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(TestStore.NewFile());

    protected override void Configure(IServiceCollection services, StoreAddress store) => services.UseStockSourceStorage(store);
}
