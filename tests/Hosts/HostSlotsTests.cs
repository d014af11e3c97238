using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Hosts;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Gleaner.Tests.Hosts;

/// <summary>A silo's door with the grains behind it.</summary>
public sealed class HostSlotsTests
{
    private static readonly Uri Host = new("http://host.example/");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly PolitenessDefinition Two = new() { MaxConcurrency = 2 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Enter_BareUrl_NeverWaitsNorAsks()
    {
        await using var silo = await EmbeddedSilo.Start(StoreAddress.Parse("memory"));
        var slots = Slots(silo);
        await slots.Enter(Host, null, Patience, null, Cancellation);
        for (var i = 0; i < 1_000; i++)
        {
            var entered = slots.Enter(new Uri($"http://h{i}.example/"), null, Patience, _ => Assert.Fail("nothing to wait for"), Cancellation);
            Assert.True(entered.IsCompletedSuccessfully);
            (await entered).Exit(transportFailed: false, null);
        }

        Assert.Equal(0, slots.Asked);
    }

    [Fact]
    public async Task Enter_DeclaredSourceOfAHotHost_AsksRarely()
    {
        await using var silo = await EmbeddedSilo.Start(StoreAddress.Parse("memory"));
        var slots = Slots(silo);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                var pass = await slots.Enter(Host, new PolitenessDefinition { MaxConcurrency = 1_000 }, Patience, null, Cancellation);
                await Task.Yield();
                pass.Exit(transportFailed: false, null);
            }
        })));
        Assert.InRange(slots.Asked, 1, 100);
    }

    [Fact]
    public async Task Enter_OtherHostOrScheme_HasSlotsOfItsOwn()
    {
        await using var silo = await EmbeddedSilo.Start(StoreAddress.Parse("memory"));
        var slots = Slots(silo);
        foreach (var url in new[] { "http://a.example/", "https://a.example/", "http://a.example:81/", "http://b.example/" })
        {
            Assert.Null((await slots.Enter(new Uri(url), Two with { MaxConcurrency = 1 }, Patience, null, Cancellation)).Refusal);
        }
    }

    [Fact]
    public async Task Enter_FailuresInARow_CloseTheHostForOthersToo()
    {
        await using var silo = await EmbeddedSilo.Start(StoreAddress.Parse("memory"));
        var slots = Slots(silo);
        var politeness = new PolitenessDefinition { CircuitFailures = 3, CircuitPause = TimeSpan.FromSeconds(60) };
        for (var i = 0; i < 3; i++)
        {
            (await slots.Enter(Host, politeness, Patience, null, Cancellation)).Exit(transportFailed: true, null);
        }

        HostPass pass;
        while ((pass = await slots.Enter(Host, politeness, Patience, null, Cancellation)).Refusal is null)
        {
            // The grain has not told yet: one more that says nothing about the host.
            pass.Exit(transportFailed: true, null);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation);
        }

        Assert.Equal(ErrorKind.HostClosed, pass.Refusal.Kind);
        Assert.InRange(pass.NotBefore!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Enter_ProcessEndedWhileTheHostWasHeld_TheNextOneKnows()
    {
        var store = TestStore.NewFile();
        await using (var silo = await EmbeddedSilo.Start(store))
        {
            (await Slots(silo).Enter(Host, null, Patience, null, Cancellation)).Exit(transportFailed: false, TimeSpan.FromMinutes(5));
            while (!(await TestBoard(silo)).Contains("http://host.example:80"))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation);
            }
        }

        await using var next = await EmbeddedSilo.Start(store);
        foreach (var politeness in new[] { null, Two })
        {
            var pass = await Slots(next).Enter(Host, politeness, Patience, null, Cancellation);
            Assert.Equal(ErrorKind.RateLimited, pass.Refusal!.Kind);
        }
    }

    [Fact]
    public async Task Enter_LeasesCannotBeWrittenDown_WaitsForTheNextActivation()
    {
        var failing = new FailingOnce();
        await using var silo = await EmbeddedSilo.Start(StoreAddress.Parse("memory"), services => services.AddKeyedSingleton<IGrainStorage>(
            SourceState.StorageName,
            (provider, _) =>
            {
                failing.Inner = provider.GetRequiredService<BatchedGrainStorage>();
                return failing;
            }));
        Assert.Null((await Slots(silo).Enter(Host, Two, Patience, null, Cancellation)).Refusal);
        Assert.Equal(2, failing.Writes);
    }

    private static HostSlots Slots(EmbeddedSilo silo) => (HostSlots)silo.Services.GetRequiredService<IHosts>();

    /// <summary>What is written on the board.</summary>
    private static async Task<string> TestBoard(EmbeddedSilo silo)
    {
        await using var rows = await silo.Services.GetRequiredService<StoreQuery>().Run(
            "SELECT CAST(PayloadBinary AS CHAR) FROM OrleansStorage WHERE GrainTypeString LIKE '%host-board%'", Cancellation);
        var read = await rows.ReadAll(Cancellation).ToListAsync(Cancellation);
        return string.Concat(read.Select(row => $"{row[0]}"));
    }

    /// <summary>The first write is lost.</summary>
    private sealed class FailingOnce : IGrainStorage
    {
        private int _writes;

        public BatchedGrainStorage Inner { get; set; } = null!;

        public int Writes => _writes;

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Inner.ReadStateAsync(stateName, grainId, grainState);

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
            Interlocked.Increment(ref _writes) == 1 ? throw new StoreException("The test lost it.") : Inner.WriteStateAsync(stateName, grainId, grainState);

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Inner.ClearStateAsync(stateName, grainId, grainState);
    }
}
