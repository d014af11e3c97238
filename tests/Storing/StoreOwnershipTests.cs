using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Storing;

/// <summary>Who may run the embedded silo, and whose cluster lives on a store; on every kind of store.</summary>
public abstract class StoreOwnershipTests
{
    protected abstract Task<StoreAddress> NewStore();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_SecondOwner_WaitsAndSaysSo()
    {
        await using var store = await TestStore.Open(await NewStore());
        var first = await StoreOwnership.Take(store.Database, TimeProvider.System, Assert.Fail, Cancellation);
        var said = new TaskCompletionSource<string>();
        var second = StoreOwnership.Take(store.Database, TimeProvider.System, said.SetResult, Cancellation);
        Assert.Contains("is in use by", await said.Task.WaitAsync(Cancellation), StringComparison.Ordinal);
        Assert.False(second.IsCompleted);
        await first.DisposeAsync();
        await using var owner = await second;
        Assert.False(owner.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Take_Cancelled_Ends()
    {
        await using var store = await TestStore.Open(await NewStore());
        await using var first = await StoreOwnership.Take(store.Database, TimeProvider.System, Assert.Fail, Cancellation);
        using var cancelling = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => StoreOwnership.Take(store.Database, TimeProvider.System, _ => cancelling.Cancel(), cancelling.Token));
    }

    [Fact]
    public async Task Claim_OtherEngineWhileMembersLive_IsRefusedNamingBoth()
    {
        await using var store = await TestStore.Open(await NewStore());
        var record = new ClusterRecord(store.Database);
        await record.Claim("packages", Cancellation);
        await record.Claim("packages", Cancellation);
        Assert.Null(await record.LiveEngine(Cancellation));
        // Just claimed: its first silo may be about to join.
        await Assert.ThrowsAsync<StoreException>(() => record.Claim("builtin", Cancellation));

        await Age(store, "gleaner_cluster", "since", 3_600);
        await AddMember(store, secondsAgo: 5);
        Assert.Equal("packages", await record.LiveEngine(Cancellation));
        var fault = await Assert.ThrowsAsync<StoreException>(() => record.Claim("builtin", Cancellation));
        Assert.Contains("'packages'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'builtin'", fault.Message, StringComparison.Ordinal);

        await Age(store, "OrleansMembershipTable", "IAmAliveTime", 3_600);
        Assert.Null(await record.LiveEngine(Cancellation));
        await record.Claim("builtin", Cancellation);
        Assert.Equal("builtin", await store.Value("SELECT engine FROM gleaner_cluster"));
    }

    [Fact]
    public async Task Release_JustClaimed_LetsTheOtherEngineInUnlessMembersLive()
    {
        await using var store = await TestStore.Open(await NewStore());
        var record = new ClusterRecord(store.Database);
        await record.Claim("packages", Cancellation);
        await record.Release("builtin", Cancellation);
        await Assert.ThrowsAsync<StoreException>(() => record.Claim("builtin", Cancellation));

        await AddMember(store, secondsAgo: 5);
        await record.Release("packages", Cancellation);
        await Assert.ThrowsAsync<StoreException>(() => record.Claim("builtin", Cancellation));

        await Age(store, "OrleansMembershipTable", "IAmAliveTime", 3_600);
        await record.Claim("builtin", Cancellation);
        Assert.Equal("builtin", await store.Value("SELECT engine FROM gleaner_cluster"));
    }

    private static async Task AddMember(TestStore store, int secondsAgo)
    {
        var (columns, values) = store.Database.IsSqlite ? ("", "") : (", Listed", ", 1");
        await using var connection = await store.Database.Open(Cancellation);
        var alive = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-secondsAgo);
        await connection.Execute(
            $"INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime{columns})"
            + $" VALUES ('gleaner', '127.0.0.1', 11111, 1, 'silo', 'host', 3, 30000, @alive, @alive{values})",
            Cancellation, ("@alive", alive));
    }

    private static async Task Age(TestStore store, string table, string column, int seconds)
    {
        await using var connection = await store.Database.Open(Cancellation);
        var at = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-seconds);
        await connection.Execute($"UPDATE {table} SET {column} = @at", Cancellation, ("@at", at));
    }
}

public sealed class SqliteStoreOwnershipTests : StoreOwnershipTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(TestStore.NewFile());
}

public sealed class MemoryStoreTests
{
    [Fact]
    public async Task Dispose_LastHolder_RemovesTheFile()
    {
        var address = StoreAddress.Parse("memory");
        var store = await TestStore.Open(address);
        var second = await TestStore.Open(address);
        await store.Write("a", await store.Read("a"));
        Assert.Equal("1", (await second.Read("a")).ETag);
        await store.DisposeAsync();
        Assert.True(File.Exists(address.Path));
        await second.DisposeAsync();
        Assert.False(Directory.Exists(Path.GetDirectoryName(address.Path)));
    }

    [Fact]
    public async Task Open_NewFile_HasLargePagesAndReadersBesideTheWriter()
    {
        await using var store = await TestStore.Open(StoreAddress.Parse("memory"));
        await using var connection = await store.Database.OpenOwn(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT page_size, journal_mode FROM pragma_page_size, pragma_journal_mode";
        await using var row = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await row.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal((16_384L, "wal"), (row.GetInt64(0), row.GetString(1)));
    }

    [Fact]
    public async Task Parse_Twice_GivesTwoStores()
    {
        await using var store = await TestStore.Open(StoreAddress.Parse("memory"));
        await using var other = await TestStore.Open(StoreAddress.Parse("memory"));
        await store.Write("a", await store.Read("a"));
        Assert.Null((await other.Read("a")).ETag);
        Assert.Equal("memory", store.Address.ToString());
    }

    [Fact]
    public async Task Open_AfterAKilledProcess_RemovesWhatItLeft()
    {
        var left = Path.Combine(Path.GetTempPath(), $"gleaner-memory-{Guid.NewGuid():N}");
        Directory.CreateDirectory(left);
        await File.WriteAllTextAsync(Path.Combine(left, "lock"), "", TestContext.Current.CancellationToken);
        await using var store = await TestStore.Open(StoreAddress.Parse("memory"));
        Assert.False(Directory.Exists(left));
    }
}
