using Gleaner.Pipeline.Storing;
using Gleaner.Tests.Storing;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Storage;

public sealed class MySqlStoreQueryTests : StoreQueryTests
{
    protected override Task<StoreAddress> NewStore() => MySqlServer.NewDatabase();

    [Theory]
    [InlineData("SELECT * FROM outcomes INTO OUTFILE '/tmp/gleaner-out'")]
    [InlineData("SELECT 1 /*!50000 INTO OUTFILE '/tmp/gleaner-out' */")]
    [InlineData("/*M!100000 DROP TABLE outcomes */")]
    [InlineData("SET SESSION TRANSACTION READ WRITE")]
    [InlineData("START TRANSACTION READ WRITE")]
    [InlineData("CALL anything()")]
    [InlineData("EXECUTE IMMEDIATE 'DROP TABLE outcomes'")]
    public async Task Run_OtherWaysToWrite_AreRefused(string sql)
    {
        await using var store = await TestStore.Open(await NewStore());
        await Assert.ThrowsAsync<StoreException>(() => store.Query.Run(sql, TestContext.Current.CancellationToken));
        Assert.Equal(0L, await store.Value("SELECT COUNT(*) FROM outcomes"));
    }

    [Fact]
    public async Task Run_ShowTables_Reads()
    {
        await using var store = await TestStore.Open(await NewStore());
        Assert.Contains("outcomes", (await store.Rows("SHOW TABLES")).Select(row => row[0]));
    }
}
