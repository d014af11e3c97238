using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Storing;

/// <summary>What a person may ask, on every kind of store.</summary>
public abstract class StoreQueryTests
{
    protected abstract Task<StoreAddress> NewStore();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>As <see cref="StoreQuery"/> would run it without its guard: what the session or the open mode alone refuses.</summary>
    private static async Task RunUnguarded(TestStore store, string sql)
    {
        await using var connection = await store.Query.OpenReadOnly(Cancellation);
        await connection.Execute(sql, Cancellation);
    }

    [Theory]
    [InlineData("DROP TABLE outcomes")]
    [InlineData("DROP VIEW sources")]
    [InlineData("DELETE FROM outcomes")]
    [InlineData("UPDATE outcomes SET ok = 0")]
    [InlineData("INSERT INTO gleaner_cluster VALUES (7, 'x', '2026-01-01 00:00:00')")]
    [InlineData("CREATE TABLE mine (a INT)")]
    [InlineData("ALTER TABLE outcomes ADD mine INT")]
    public async Task Run_WritingStatement_IsRefusedTwice(string sql)
    {
        await using var store = await TestStore.Open(await NewStore());
        await store.Ledger.Commit(new FetchRows { Source = "a", Outcomes = [TestStore.Outcome("a", "r")] }, Cancellation);
        var fault = await Assert.ThrowsAsync<StoreException>(() => store.Query.Run(sql, Cancellation));
        Assert.Contains("only reads", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => RunUnguarded(store, sql));
        Assert.Equal(1L, await store.Value("SELECT COUNT(*) FROM outcomes WHERE ok = 1"));
        Assert.Equal(0L, await store.Value("SELECT COUNT(*) FROM sources"));
    }

    [Fact]
    public async Task Run_SecondStatement_IsRefused()
    {
        await using var store = await TestStore.Open(await NewStore());
        await Assert.ThrowsAsync<StoreException>(() => store.Query.Run("SELECT 1; DROP TABLE outcomes", Cancellation));
        await Assert.ThrowsAsync<StoreException>(() => store.Query.Run("SELECT 1; SELECT 2", Cancellation));
        Assert.Equal(1L, await store.Value("SELECT 1 ; -- that is all"));
    }

    [Fact]
    public async Task Run_Rows_HaveColumnsAndPlainValues()
    {
        await using var store = await TestStore.Open(await NewStore());
        await store.Ledger.Commit(new FetchRows { Source = "it's", Outcomes = [TestStore.Outcome("it's", "r")] }, Cancellation);
        await using var rows = await store.Query.Run("SELECT run, source AS s, ok, status, error_kind, started_at, duration_ms, 1.5 AS half FROM outcomes", Cancellation);
        Assert.Equal(["run", "s", "ok", "status", "error_kind", "started_at", "duration_ms", "half"], rows.Columns);
        var row = (await rows.ReadAll(Cancellation).ToListAsync(Cancellation)).Single();
        Assert.Equal(["r", "it's", 1L, 200L, null, "2026-07-30T12:34:56.789Z", 12L], row[..7]);
        Assert.Equal(1.5, Convert.ToDouble(row[7], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Run_WhatTheDatabaseDoesNotUnderstand_IsOneSentence()
    {
        await using var store = await TestStore.Open(await NewStore());
        var fault = await Assert.ThrowsAsync<StoreException>(() => store.Query.Run("SELECT nothing FROM nowhere", Cancellation));
        Assert.StartsWith("The query was refused: ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task Run_QueryWithoutEnd_IsStoppedAtTheCap()
    {
        await using var store = await TestStore.Open(await NewStore());
        const string endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900000000) SELECT COUNT(*) FROM n a, n b, n c";
        var fault = await Assert.ThrowsAsync<StoreException>(async () =>
        {
            await using var rows = await store.Query.Run(endless, TimeSpan.FromSeconds(1), Cancellation);
            await rows.ReadAll(Cancellation).ToListAsync(Cancellation);
        });
        Assert.Equal("The query took longer than 1 s and was stopped.", fault.Message);
        Assert.Equal(1L, await store.Value("SELECT 1"));
    }

    [Fact]
    public async Task Run_WhileTheStoreIsWritten_DoesNotWait()
    {
        await using var store = await TestStore.Open(await NewStore());
        await using var writer = await store.Database.OpenOwn(Cancellation);
        await writer.Execute(store.Database.IsSqlite ? "BEGIN IMMEDIATE" : "START TRANSACTION", Cancellation);
        await writer.Execute("UPDATE gleaner_schema SET version = version", Cancellation);
        Assert.Equal(1L, await store.Value("SELECT 1 FROM gleaner_schema LIMIT 1"));
        await writer.Execute("ROLLBACK", Cancellation);
    }
}

public sealed class SqliteStoreQueryTests : StoreQueryTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(TestStore.NewFile());

    [Fact]
    public async Task Run_NoStoreYet_SaysSoAndMakesNone()
    {
        await using var store = TestStore.Unprepared(TestStore.NewFile());
        var fault = await Assert.ThrowsAsync<StoreException>(() => store.Query.Run("SELECT 1", TestContext.Current.CancellationToken));
        Assert.Contains("There is no store at", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(store.Address.Path));
    }

    [Theory]
    [InlineData("ATTACH DATABASE '/tmp/gleaner-attached.db' AS x")]
    [InlineData("PRAGMA query_only = 0")]
    [InlineData("VACUUM INTO '/tmp/gleaner-vacuumed.db'")]
    public async Task Run_OtherWaysToWrite_AreRefused(string sql)
    {
        await using var store = await TestStore.Open(TestStore.NewFile());
        await Assert.ThrowsAsync<StoreException>(() => store.Query.Run(sql, TestContext.Current.CancellationToken));
    }
}
