using System.Globalization;
using Gleaner.Contracts;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Scheduling;
using Gleaner.Pipeline.Storing;
using Gleaner.Silo.Hosting;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gleaner.Tests.Cluster;

/// <summary>Schedules on three silo processes over MySQL, of which one dies.</summary>
public sealed class SchedulesTests : IAsyncLifetime
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"s{i:00}"))];

    private TestOrigin _origin = null!;
    private StoreAddress _store = null!;
    private SiloProcesses _silos = null!;
    private IHost _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _origin = await TestOrigin.Start();
        _store = await MySqlServer.NewDatabase();
        _silos = new SiloProcesses(_store);
        await _silos.Start(3, Cancellation);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.AddGleanerClient(_store);
        _client = builder.Build();
        await _client.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync();
        _client.Dispose();
        await _silos.DisposeAsync();
        await _origin.DisposeAsync();
    }

    [Fact]
    public async Task SiloKilled_SchedulesOfEveryBucket_GoOnElsewhere()
    {
        Assert.Equal(ScheduleBuckets.Count, Names.Select(ScheduleBuckets.Of).Distinct().Count());
        var grains = _client.Services.GetRequiredService<IClusterClient>();
        await Task.WhenAll(Names.Select(name => grains.GetGrain<ISourceGrain>(GrainKeys.Source(name)).Apply(new SourceDefinition
        {
            Name = name, Url = _origin.Url($"/ok/{name}"), AllowPrivate = true, Schedule = new() { Every = TimeSpan.FromSeconds(2) },
        })));
        await FurtherTurns(2);
        await _silos.Silos[0].Kill();
        await FurtherTurns(3);

        // One run for one turn, and each source once in it.
        await using var store = await TestStore.Open(_store);
        Assert.Equal(0L, await store.Value("SELECT COUNT(*) FROM (SELECT run, source FROM outcomes GROUP BY run, source HAVING COUNT(*) > 1) twice"));
        Assert.Equal(0L, await store.Value("SELECT COUNT(*) FROM outcomes WHERE ok = 0"));
    }

    private async Task FurtherTurns(int count)
    {
        var until = Names.ToDictionary(name => name, name => _origin.Log.HitsOf($"/ok/{name}") + count);
        while (!until.All(source => _origin.Log.HitsOf($"/ok/{source.Key}") >= source.Value))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation);
        }
    }
}
