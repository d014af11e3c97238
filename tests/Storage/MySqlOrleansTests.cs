using Gleaner.Pipeline.Storing;
using Gleaner.Tests.Storing;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Storage;

public sealed class MySqlStockProviderTests : StockProviderTests
{
    protected override Task<StoreAddress> NewStore() => MySqlServer.NewDatabase();
}

public sealed class MySqlOrleansTablesTests : OrleansTablesTests
{
    protected override Task<StoreAddress> NewStore() => MySqlServer.NewDatabase();
}
