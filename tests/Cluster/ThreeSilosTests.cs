using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Tests.Cluster;

/// <summary>Three silo processes over MySQL, and one of them dies in the middle of a run.</summary>
public sealed class ThreeSilosTests : IAsyncLifetime
{
    private SiloCluster _cluster = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Wide enough for a machine that stands still for some seconds: the healthy ones must not fail by it.
    private static GatherOptions Options => new() { AllowPrivate = true, Timeout = TimeSpan.FromSeconds(5), Deadline = TimeSpan.FromSeconds(20), Concurrency = 64 };

    public async ValueTask InitializeAsync() => _cluster = await SiloCluster.Start(3, Cancellation);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Gather_TwoThousandUrls_SourcesLiveOnEverySilo()
    {
        var plan = new MixedManners(_cluster.Origin, 2_000, "all");
        var run = Gathering.NewRun();
        var (_, outcomes) = await Gathering.Gather(_cluster.Grains, run, plan.Urls, Options, Cancellation);
        plan.AssertOutcomes(outcomes, _cluster.Origin.Log);
        await AssertLedgerHolds(run, outcomes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Gather_SiloKilledMidRun_LosesNothingAndBlamesNoSource(int victim)
    {
        var plan = new MixedManners(_cluster.Origin, 2_000, $"kill{victim}");
        var run = Gathering.NewRun();
        var killed = false;
        var (status, outcomes) = await Gathering.Gather(_cluster.Grains, run, plan.Urls, Options, Cancellation, async seen =>
        {
            if (seen > 500 && !killed)
            {
                killed = true;
                await _cluster.Silos[victim].Kill();
            }
        });
        Assert.True(killed, "the run must still have been going on when the silo was killed");
        Assert.Equal(RunState.Completed, status.State);
        plan.AssertOutcomes(outcomes, _cluster.Origin.Log);
        await AssertLedgerHolds(run, outcomes);
        await Oracle.AssertHolds($"silo {victim + 1} of 3 killed", _cluster.Store, run, _cluster.Origin.Log, outcomes);
    }

    /// <summary>Nothing that was shown is missing in the store, and nothing there is other than what was shown.</summary>
    private async Task AssertLedgerHolds(string run, IReadOnlyCollection<Outcome> outcomes)
    {
        await using var services = new ServiceCollection().AddGleanerStore(_cluster.Store).BuildServiceProvider();
        var ledger = services.GetRequiredService<ILedger>();
        var committed = new List<Outcome>();
        foreach (var shard in await ledger.CountByShard(run, Cancellation))
        {
            committed.AddRange(await ledger.ReadShard(run, shard.Shard, Cancellation));
        }

        Assert.Equal(outcomes.OrderBy(o => o.Source, StringComparer.Ordinal), committed.OrderBy(o => o.Source, StringComparer.Ordinal));
    }
}
