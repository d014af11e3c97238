using System.Globalization;
using Gleaner.Contracts;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Scheduling;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Cluster;

/// <summary>Schedules on three silo processes over MySQL, of which one dies.</summary>
public sealed class SchedulesTests : IAsyncLifetime
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"s{i:00}"))];

    private SiloCluster _cluster = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cluster = await SiloCluster.Start(3, Cancellation);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task SiloKilled_SchedulesOfEveryBucket_GoOnElsewhere()
    {
        Assert.Equal(ScheduleBuckets.Count, Names.Select(ScheduleBuckets.Of).Distinct().Count());
        await Task.WhenAll(Names.Select(name => _cluster.Grains.GetGrain<ISourceGrain>(GrainKeys.Source(name)).Apply(new SourceDefinition
        {
            Name = name, Url = _cluster.Origin.Url($"/ok/{name}"), AllowPrivate = true, Schedule = new() { Every = TimeSpan.FromSeconds(2) },
        })));
        await FurtherTurns(2);
        await _cluster.Silos[0].Kill();
        await FurtherTurns(3);

        // One run for one turn, and each source once in it.
        await using var store = await TestStore.Open(_cluster.Store);
        Assert.Equal(0L, await store.Value("SELECT COUNT(*) FROM (SELECT run, source FROM outcomes GROUP BY run, source HAVING COUNT(*) > 1) twice"));
        Assert.Equal(0L, await store.Value("SELECT COUNT(*) FROM outcomes WHERE ok = 0"));
    }

    private async Task FurtherTurns(int count)
    {
        var until = Names.ToDictionary(name => name, name => _cluster.Origin.Log.HitsOf($"/ok/{name}") + count);
        while (!until.All(source => _cluster.Origin.Log.HitsOf($"/ok/{source.Key}") >= source.Value))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation);
        }
    }
}
