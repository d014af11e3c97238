using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Cluster;

/// <summary>Silos die, stop and come back; ThreeSilosTests has the row of one silo that is killed.</summary>
[Collection(ChaosRows.Name)]
public sealed class ChaosSiloTests(ChaosFixture fixture) : IAsyncLifetime
{
    private const int Sources = 1_200;

    private ChaosCluster Cluster => fixture.Cluster;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Cluster.Heal();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Gather_CoordinatorsSiloKilled_GoesOnUnderItsId()
    {
        var before = await Cluster.RunsBySilo();
        var run = await ChaosRun.Through("the coordinator's silo killed", Cluster, ChaosRun.Urls(Cluster, "coordinator", Sources), async () =>
            await Cluster.Silos[await Cluster.CoordinatorSince(before)].Kill());
        Assert.Contains(Cluster.Silos, silo => !silo.HasExited && silo.Log.Contains($"Run {run} goes on: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gather_SiloStoppedUntilItIsDeclaredDeadAndThenContinued_WritesNothingLate()
    {
        const int victim = 1;
        await ChaosRun.Through(
            "a silo stopped, declared dead, continued",
            Cluster,
            ChaosRun.Urls(Cluster, "stop", Sources),
            () => Cluster.Silos[victim].Signal("STOP"),
            async () =>
            {
                await Cluster.IsDeclaredDead(victim);
                await Task.Delay(ChaosCluster.Lasting(5), TimeProvider.System, Cancellation);
                await Cluster.Silos[victim].Signal("CONT");
                await Cluster.HasLeftOrRejoined(victim);
            });
    }

    [Fact]
    public async Task Gather_EverySiloKilledAndStartedAgain_GoesOn() =>
        await ChaosRun.Through(
            "every silo killed and started again",
            Cluster,
            ChaosRun.Urls(Cluster, "all", Sources),
            () => Task.WhenAll(Cluster.Silos.Select(silo => silo.Kill())),
            Cluster.Heal);
}
