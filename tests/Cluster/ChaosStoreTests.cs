using System.Data.Common;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Cluster;

/// <summary>What happens between silos and their database; StoreAwayTests has the rows of one that is killed or frozen.</summary>
[Collection(ChaosRows.Name)]
public sealed class ChaosStoreTests(ChaosFixture fixture) : IAsyncLifetime
{
    private const int Sources = 1_200;
    private const int Deadlock = 1213;

    private ChaosCluster Cluster => fixture.Cluster;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Cluster.Heal();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Gather_ConnectionsCutBetweenCommitAndItsAnswer_DoublesNothing()
    {
        const int cuts = 6;
        var before = Cluster.Proxy.AnswersCut;
        await ChaosRun.Through("connection cut during COMMIT", Cluster, ChaosRun.Urls(Cluster, "commit", Sources), () =>
        {
            Cluster.Proxy.CutAnswers("COMMIT", nth: 3, times: cuts);
            return Task.CompletedTask;
        });
        Assert.Equal(cuts, Cluster.Proxy.AnswersCut - before);
    }

    [Fact]
    public async Task Gather_DatabaseSlowThenSilentThenReset_GoesOn() =>
        await ChaosRun.Through("database slow, half-open, reset", Cluster, ChaosRun.Urls(Cluster, "slow", Sources), async () =>
        {
            Cluster.Proxy.Delay = TimeSpan.FromMilliseconds(100);
            await Task.Delay(ChaosCluster.Lasting(2), TimeProvider.System, Cancellation);
            Cluster.Proxy.Delay = TimeSpan.Zero;
            Cluster.Proxy.Hold();
            await Task.Delay(ChaosCluster.Lasting(3), TimeProvider.System, Cancellation);
            Cluster.Proxy.CutAll();
            Cluster.Proxy.Release();
        });

    [Fact]
    public async Task Gather_TwoRunsOfTheSameNewSourcesAmidDeadlocks_EachHasEveryOutcomeOnce()
    {
        var urls = ChaosRun.Urls(Cluster, "twice", Sources / 2);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var locking = LockRowsBackwards(done.Token);
        await Task.WhenAll(
            ChaosRun.Through("concurrent first writes, deadlocks (1)", Cluster, urls, () => Task.CompletedTask),
            ChaosRun.Through("concurrent first writes, deadlocks (2)", Cluster, urls, () => Task.CompletedTask));
        await done.CancelAsync();
        await locking;
        await using var connection = await Connect();
        await using var command = connection.Command("SELECT COUNT FROM information_schema.INNODB_METRICS WHERE NAME = 'lock_deadlocks'");
        TestContext.Current.TestOutputHelper?.WriteLine($"chaos | concurrent first writes, deadlocks | {await command.ExecuteScalarAsync(Cancellation)} deadlocks by the server's count");
    }

    // A batch of a silo locks states before it writes outcomes: who goes the other way meets it, and one of the two is chosen to fail.
    private async Task LockRowsBackwards(CancellationToken done)
    {
        await using var connection = await Connect();
        while (!done.IsCancellationRequested)
        {
            try
            {
                await connection.Execute("START TRANSACTION", Cancellation);
                await connection.Execute("SELECT 1 FROM outcomes ORDER BY run DESC, source DESC LIMIT 500 FOR UPDATE", Cancellation);
                await connection.Execute("SELECT 1 FROM OrleansStorage ORDER BY GrainIdHash DESC, GrainTypeHash DESC LIMIT 500 FOR UPDATE", Cancellation);
            }
            catch (DbException fault) when (StoreFault.Number(fault) == Deadlock)
            {
                // It was this one.
            }

            await connection.Execute("ROLLBACK", Cancellation);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }
    }

    private async Task<DbConnection> Connect()
    {
        var connection = MySqlDriver.Factory.CreateConnection()!;
        connection.ConnectionString = StoreRegistration.ConnectionString(Cluster.Store);
        await connection.OpenAsync(Cancellation);
        return connection;
    }
}
