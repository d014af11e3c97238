using System.Text;
using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Gleaner.Tests.TestSupport;

/// <summary>A store without a silo: what the grains write through, and short ways to look at its rows.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestStore(ServiceProvider services, StoreAddress address)
    {
        _services = services;
        Address = address;
    }

    public StoreAddress Address { get; }

    public IServiceProvider Services => _services;

    public Database Database => _services.GetRequiredService<Database>();

    public IGrainStorage Storage => _services.GetRequiredKeyedService<IGrainStorage>(SourceState.StorageName);

    public ILedger Ledger => _services.GetRequiredService<ILedger>();

    public SchemaInstaller Schema => _services.GetRequiredService<SchemaInstaller>();

    public StoreQuery Query => _services.GetRequiredService<StoreQuery>();

    /// <summary>Opens the store and makes its tables.</summary>
    public static async Task<TestStore> Open(StoreAddress address)
    {
        var store = Unprepared(address);
        await store.Schema.Install(TestContext.Current.CancellationToken);
        return store;
    }

    /// <summary>The same without tables.</summary>
    public static TestStore Unprepared(StoreAddress address)
    {
        var services = new ServiceCollection().AddGleanerStore(address);
        services.Configure<Orleans.Configuration.ClusterOptions>(options => options.ServiceId = "gleaner");
        return new TestStore(services.BuildServiceProvider(), address);
    }

    /// <summary>A file in a new temporary folder, which <c>./test</c> removes with the suite.</summary>
    public static StoreAddress NewFile() => StoreAddress.Parse("sqlite:" + Path.Combine(Directory.CreateTempSubdirectory("gleaner-test-").FullName, "store.db"));

    public static GrainId Grain(string source) => GrainId.Create("source", GrainKeys.Source(source));

    public async Task<GrainState<SourceState>> Read(string source)
    {
        var state = new GrainState<SourceState>();
        await Storage.ReadStateAsync(SourceState.StateName, Grain(source), state);
        return state;
    }

    public Task Write(string source, GrainState<SourceState> state) => Storage.WriteStateAsync(SourceState.StateName, Grain(source), state);

    /// <summary>Puts one good fetch into the state, with its rows.</summary>
    public static FetchRows Fetch(GrainState<SourceState> state, string source, string run, params string[] records)
    {
        var rows = new FetchRows
        {
            Source = source,
            Outcomes = [Outcome(source, run)],
            Records = [.. records.Select(record => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(record))],
            PreviousRecords = state.State!.Records,
        };
        state.State.Definition = new SourceDefinition { Name = source, Url = $"http://origin/{source}" };
        state.State.Records = records.Length;
        state.State.LastRun = run;
        state.State.PendingRows = rows;
        return rows;
    }

    public static Outcome Outcome(string source, string run) => new()
    {
        Run = run,
        Source = source,
        Url = $"http://origin/{source}",
        Ok = true,
        Status = 200,
        Attempts = 1,
        Bytes = 12,
        Records = 1,
        Sha256 = new string('a', 64),
        Unchanged = false,
        StartedAt = new DateTimeOffset(2026, 7, 30, 12, 34, 56, 789, TimeSpan.Zero),
        Duration = TimeSpan.FromMilliseconds(12),
        Shard = 0,
        Position = 0,
    };

    /// <summary>All rows of a query, values as the store's query shows them.</summary>
    public async Task<List<object?[]>> Rows(string sql)
    {
        await using var rows = await Query.Run(sql, TestContext.Current.CancellationToken);
        return await rows.ReadAll(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }

    public async Task<object?> Value(string sql) => (await Rows(sql)).Single().Single();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
