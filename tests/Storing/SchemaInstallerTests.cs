using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Storing;

/// <summary>The schema, on every kind of store.</summary>
public abstract class SchemaInstallerTests
{
    protected abstract Task<StoreAddress> NewStore();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Install_NewStore_MakesTablesAndViews()
    {
        await using var store = TestStore.Unprepared(await NewStore());
        Assert.Equal(0, await store.Schema.Install(Cancellation));
        foreach (var table in new[] { "OrleansStorage", "OrleansMembershipTable", "OrleansRemindersTable", "runs", "outcomes", "records", "record_keys", "staged_records", "contents", "sources" })
        {
            Assert.Equal(0L, await store.Value($"SELECT COUNT(*) FROM {table}"));
        }

        Assert.Equal(20L, await store.Value("SELECT COUNT(*) FROM OrleansQuery"));
        Assert.Equal((long)store.Schema.ProgramVersion, await store.Value("SELECT MAX(version) FROM gleaner_schema"));
    }

    [Fact]
    public async Task Install_Twice_ChangesNothing()
    {
        await using var store = await TestStore.Open(await NewStore());
        Assert.Equal(store.Schema.ProgramVersion, await store.Schema.Install(Cancellation));
        Assert.Equal(Scripts(store), await store.Value("SELECT COUNT(*) FROM gleaner_schema"));
    }

    [Fact]
    public async Task Install_ByEightAtOnce_IsDoneOnce()
    {
        var address = await NewStore();
        var stores = Enumerable.Range(0, 8).Select(_ => TestStore.Unprepared(address)).ToList();
        var found = await Task.WhenAll(stores.Select(store => Task.Run(() => store.Schema.Install(Cancellation))));
        Assert.Equal(1, found.Count(version => version == 0));
        Assert.Equal(Scripts(stores[0]), await stores[0].Value("SELECT COUNT(*) FROM gleaner_schema"));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Install_ScriptsAgain_IsHarmless()
    {
        await using var store = await TestStore.Open(await NewStore());
        await store.Write("a", await store.Read("a"));
        await using (var connection = await store.Database.Open(Cancellation))
        {
            await connection.Execute("DELETE FROM gleaner_schema", Cancellation);
        }

        Assert.Equal(0, await store.Schema.Install(Cancellation));
        Assert.Equal("1", (await store.Read("a")).ETag);
    }

    [Fact]
    public async Task Install_ScriptThatCameInBetween_IsApplied()
    {
        await using var store = await TestStore.Open(await NewStore());
        await using (var connection = await store.Database.Open(Cancellation))
        {
            // As after a merge of two branches, or a program that died between two scripts.
            await connection.Execute("DELETE FROM gleaner_schema WHERE version = 60; DROP VIEW sources", Cancellation);
        }

        await store.Schema.Install(Cancellation);
        Assert.Equal(0L, await store.Value("SELECT COUNT(*) FROM sources"));
        Assert.Equal(Scripts(store), await store.Value("SELECT COUNT(*) FROM gleaner_schema"));
    }

    [Theory]
    [InlineData("outcomes")]
    [InlineData("OrleansStorage")]
    [InlineData("staged_records")]
    public async Task Install_TableIsGone_MakesItAgainAndSaysSo(string table)
    {
        await using var store = await TestStore.Open(await NewStore());
        await store.Write("a", await store.Read("a"));
        await using (var connection = await store.Database.Open(Cancellation))
        {
            await connection.Execute($"DROP TABLE {table}", Cancellation);
        }

        Assert.Equal(store.Schema.ProgramVersion, await store.Schema.Install(Cancellation));
        Assert.Equal([table], store.Schema.MadeAgain);
        Assert.Equal(0L, await store.Value($"SELECT COUNT(*) FROM {table}"));
        await store.Schema.Install(Cancellation);
        Assert.Empty(store.Schema.MadeAgain);
    }

    [Fact]
    public async Task Install_SchemaOfANewerProgram_IsRefused()
    {
        await using var store = await TestStore.Open(await NewStore());
        await using (var connection = await store.Database.Open(Cancellation))
        {
            await connection.Execute("UPDATE gleaner_schema SET version = 999 WHERE version = 1", Cancellation);
        }

        var fault = await Assert.ThrowsAsync<StoreException>(() => store.Schema.Install(Cancellation));
        Assert.Contains("999", fault.Message, StringComparison.Ordinal);
        Assert.Contains("newer", fault.Message, StringComparison.Ordinal);
    }

    private static long Scripts(TestStore store) => SchemaScript.Load(store.Database.IsSqlite ? "sqlite" : "mysql").Count;
}

public sealed class SqliteSchemaInstallerTests : SchemaInstallerTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(TestStore.NewFile());

    [Fact]
    public async Task Install_FileThatIsNoDatabase_IsOneSentence()
    {
        var address = TestStore.NewFile();
        await File.WriteAllTextAsync(address.Path, new string('x', 10_000), TestContext.Current.CancellationToken);
        await using var store = TestStore.Unprepared(address);
        var fault = await Assert.ThrowsAsync<StoreException>(() => store.Schema.Install(TestContext.Current.CancellationToken));
        Assert.Equal($"The file {address.Path} is not a sound SQLite database.", fault.Message);
    }

    [Fact]
    public async Task Install_FolderThatCannotBe_IsOneSentence()
    {
        await using var store = TestStore.Unprepared(StoreAddress.Parse("sqlite:/proc/nowhere/store.db"));
        var fault = await Assert.ThrowsAsync<StoreException>(() => store.Schema.Install(TestContext.Current.CancellationToken));
        Assert.StartsWith("The folder /proc/nowhere for the store cannot be made", fault.Message, StringComparison.Ordinal);
    }
}
