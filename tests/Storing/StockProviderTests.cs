using Gleaner.Contracts;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Gleaner.Tests.Storing;

/// <summary>The engine's own AdoNet storage and the batched one over the same rows: either reads what the other wrote.</summary>
public abstract class StockProviderTests
{
    private const string Stock = "stock";

    protected abstract Task<StoreAddress> NewStore();

    // Keys that Orleans takes apart are among them.
    private static readonly string[] Keys =
    [
        "source/http://origin/a?b=1&c='2'", "source/🌾 ü", "cafe", "CAFE", "0cafe", "-7", "ffffffffffffffff", "5+ext", "5+",
        "0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef+ext", "0123456789abcdef0123456789abcdefx",
    ];

    [Fact]
    public async Task Write_ByOne_IsReadAndWrittenByTheOther()
    {
        await using var silo = await Start(await NewStore());
        var (batched, stock) = Storages(silo);
        foreach (var key in Keys)
        {
            // A state name for each, because Orleans gives keys that are the same number one row.
            await TakeTurns(batched, stock, $"{key} by one", GrainId.Create("source", key));
            await TakeTurns(stock, batched, $"{key} by the other", GrainId.Create("source", key));
        }
    }

    private static async Task TakeTurns(IGrainStorage first, IGrainStorage second, string name, GrainId grain)
    {
        var state = await Read(first, name, grain);
        Assert.Null(state.ETag);
        state.State!.LastRun = "r1";
        state.State.Health = SourceHealth.Down;
        await first.WriteStateAsync(name, grain, state);

        var seen = await Read(second, name, grain);
        Assert.Equal(("1", true, "r1", SourceHealth.Down), (seen.ETag, seen.RecordExists, seen.State!.LastRun, seen.State.Health));
        seen.State.LastRun = "r2";
        await second.WriteStateAsync(name, grain, seen);
        Assert.Equal("2", seen.ETag);

        await Assert.ThrowsAsync<InconsistentStateException>(() => first.WriteStateAsync(name, grain, state));
        var again = await Read(first, name, grain);
        Assert.Equal(("2", "r2"), (again.ETag, again.State!.LastRun));

        await first.ClearStateAsync(name, grain, again);
        var cleared = await Read(second, name, grain);
        Assert.Equal(("3", false), (cleared.ETag, cleared.RecordExists));
        await Assert.ThrowsAsync<InconsistentStateException>(() => second.WriteStateAsync(name, grain, seen));
        await second.WriteStateAsync(name, grain, cleared);
        Assert.Equal("4", (await Read(first, name, grain)).ETag);
    }

    [Fact]
    public async Task Write_FirstByManyOfBoth_OneWins()
    {
        await using var silo = await Start(await NewStore());
        var (batched, stock) = Storages(silo);
        var grain = GrainId.Create("source", GrainKeys.Source("a"));
        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            try
            {
                await (i % 2 == 0 ? batched : stock).WriteStateAsync(SourceState.StateName, grain, new GrainState<SourceState>(new SourceState()));
                return 1;
            }
            catch (InconsistentStateException)
            {
                return 0;
            }
        })));
        Assert.Equal(1, won.Sum());
        Assert.Equal("1", (await Read(stock, SourceState.StateName, grain)).ETag);
    }

    [Fact]
    public async Task Write_LargeState_IsReadByBoth()
    {
        await using var silo = await Start(await NewStore());
        var (batched, stock) = Storages(silo);
        var grain = GrainId.Create("source", GrainKeys.Source("a"));
        var state = new GrainState<SourceState>(new SourceState { LastRun = new string('ü', 600_000) });
        await stock.WriteStateAsync(SourceState.StateName, grain, state);
        Assert.Equal(state.State!.LastRun, (await Read(batched, SourceState.StateName, grain)).State!.LastRun);
        await batched.WriteStateAsync(SourceState.StateName, grain, state);
        Assert.Equal(state.State.LastRun, (await Read(stock, SourceState.StateName, grain)).State!.LastRun);
    }

    private static Task<EmbeddedSilo> Start(StoreAddress store) => EmbeddedSilo.Start(store, services => services.AddAdoNetGrainStorage(Stock, options => options
        .Configure<IServiceProvider>((stock, provider) =>
        {
            stock.Invariant = StoreRegistration.OrleansInvariant(store);
            stock.DataSource = provider.GetRequiredService<Database>().Source;
            stock.GrainStorageSerializer = new StateSerializer();
        })));

    private static (IGrainStorage Batched, IGrainStorage Stock) Storages(EmbeddedSilo silo) =>
        (silo.Services.GetRequiredKeyedService<IGrainStorage>(SourceState.StorageName), silo.Services.GetRequiredKeyedService<IGrainStorage>(Stock));

    private static async Task<GrainState<SourceState>> Read(IGrainStorage storage, string name, GrainId grain)
    {
        var state = new GrainState<SourceState>();
        await storage.ReadStateAsync(name, grain, state);
        return state;
    }
}

public sealed class SqliteStockProviderTests : StockProviderTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(TestStore.NewFile());
}

public sealed class MemoryStockProviderTests : StockProviderTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(StoreAddress.Parse("memory"));
}
