using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;
using Gleaner.Silo.Hosting;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gleaner.Tests.Upgrades;

public sealed class MySqlUpgradeTests : UpgradeTests
{
    private const int Sources = 2_000;

    protected override Task<StoreAddress> NewStore() => MySqlServer.NewDatabase();

    [Fact]
    public async Task Install_AgainAndAgainOnALiveCluster_FailsNoOutcome()
    {
        await using var origin = await TestOrigin.Start();
        var address = await NewStore();
        await FixtureStore.Restore("schema-20", address, origin.Port);
        await using var silos = new SiloProcesses(address);
        await silos.Start(3, Cancellation);
        using var client = TestClient.Build(address);
        await client.StartAsync(Cancellation);
        await using var store = TestStore.Unprepared(address);
        var applied = 0;
        var (status, outcomes) = await Gathering.Gather(
            client.Services.GetRequiredService<IClusterClient>(), Gathering.NewRun(), Enumerable.Range(0, Sources).Select(i => origin.Url($"/ok/{i}")), SourceGrains.Options with { Concurrency = 50 }, Cancellation,
            async seen =>
            {
                if (seen > applied * 300)
                {
                    applied++;
                    await using (var connection = await store.Database.Open(Cancellation))
                    {
                        await connection.Execute("DELETE FROM gleaner_schema WHERE version > 20", Cancellation);
                    }

                    Assert.Equal(20, await store.Schema.Install(Cancellation));
                }
            });
        Assert.InRange(applied, 2, int.MaxValue);
        Assert.Equal((RunState.Completed, Sources, 0), (status.State, status.Ok, status.Failed));
        Assert.Equal(Sources, outcomes.Count);
        Assert.All(silos.Silos, silo => Assert.False(silo.HasExited));
        await client.StopAsync(Cancellation);
    }
}
