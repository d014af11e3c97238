using System.Data.Common;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.Storage;

/// <summary>A server that takes its time over every commit.</summary>
public sealed class SlowStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gather_CommitsWait_TheirSlotsGoToOtherSourcesAndNothingCountsBeforeItsCommit()
    {
        await using var origin = await TestOrigin.Start();
        var address = await MySqlServer.NewDatabase();
        await using var silo = await EmbeddedSilo.Start(address);
        await using var store = await TestStore.Open(address);
        var urls = Enumerable.Range(0, 30).Select(i => origin.Url($"/ok/slow-store-{i}")).ToList();
        var options = new GatherOptions { AllowPrivate = true, Concurrency = 2 };
        var run = Gathering.NewRun();
        var shown = 0;
        Task<(RunStatus Status, IReadOnlyList<Outcome> Outcomes)> gathering;
        await using (var locking = await Lock(store))
        {
            gathering = Gathering.Gather(silo.Grains, run, urls, options, Cancellation, seen => Task.FromResult(shown = seen));
            await Eventually.Holds(() => origin.Log.Hits.Count == urls.Count);
            Assert.Equal(0, Volatile.Read(ref shown));
        }

        var (status, outcomes) = await gathering;
        Assert.Equal((RunState.Completed, 30, 0), (status.State, status.Ok, status.Failed));
        Assert.Equal(urls.Order(StringComparer.Ordinal), outcomes.Select(o => o.Url).Order(StringComparer.Ordinal));
        Assert.Equal(urls.Count, origin.Log.Hits.Count);
        Assert.InRange(origin.Log.MostActive, 1, 2);
    }

    [Fact]
    public async Task Commit_LongLine_OnlyThoseNearItsHeadAreTold()
    {
        await using var store = await TestStore.Open(await MySqlServer.NewDatabase());
        var told = 0;
        Task[] commits;
        await using (var locking = await Lock(store))
        {
            commits = [.. Enumerable.Range(0, StoreBatches.WorthTelling + 100).Select(i => store.Ledger.Commit(Rows(i, () => Interlocked.Increment(ref told)), Cancellation))];
            Assert.Equal(StoreBatches.WorthTelling, told);
            Assert.DoesNotContain(commits, commit => commit.IsCompleted);
        }

        await Task.WhenAll(commits);
        Assert.Equal(StoreBatches.WorthTelling, told);
    }

    [Fact]
    public async Task Commit_Sqlite_IsNearerThanAMessage()
    {
        await using var store = await TestStore.Open(TestStore.NewFile());
        var told = 0;
        await store.Ledger.Commit(Rows(0, () => told++), Cancellation);
        Assert.Equal(0, told);
    }

    private static FetchRows Rows(int position, Action queued) => new()
    {
        Source = $"s{position}",
        Outcomes = [UnfetchedOutcome.Failed("r", 0, position, $"s{position}", "http://a/", new FetchError(ErrorKind.Timeout, "late"), DateTimeOffset.UnixEpoch)],
        Queued = queued,
    };

    /// <summary>Nothing can be written to the ledger until this is disposed.</summary>
    private static async Task<DbConnection> Lock(TestStore store)
    {
        var connection = await store.Database.OpenOwn(Cancellation);
        await connection.Execute("LOCK TABLES outcomes READ", Cancellation);
        return connection;
    }
}
