using Gleaner.Pipeline.Storing;
using Gleaner.Tests.Storing;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Storage;

public sealed class MySqlGrainStorageTests : GrainStorageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected override Task<StoreAddress> NewStore() => MySqlServer.NewDatabase();

    [Fact]
    public async Task Write_RowLockedByATransactionThatFellSilent_GoesThrough()
    {
        await using var store = await TestStore.Open(await NewStore());
        var state = await store.Read("locked");
        TestStore.Fetch(state, "locked", "run-1", "{}");
        await store.Write("locked", state);

        // A silo that is stopped in the middle of a batch: its connection stays and nothing comes.
        await using var silent = await store.Database.OpenOwn(Cancellation);
        await silent.Execute(MySqlSession.Begin, Cancellation);
        Assert.Equal(1, await silent.Execute("UPDATE OrleansStorage SET Version = Version + 7 WHERE GrainIdExtensionString = 'source/locked'", Cancellation));

        TestStore.Fetch(state, "locked", "run-2", "{}");
        await store.Write("locked", state).WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Cancellation);
        Assert.Equal("2", state.ETag);
        await Assert.ThrowsAnyAsync<Exception>(() => silent.Execute("COMMIT", Cancellation));
        Assert.Equal("run-2", (await store.Read("locked")).State!.LastRun);
    }
}
