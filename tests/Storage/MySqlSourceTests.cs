using Gleaner.Pipeline.Storing;
using Gleaner.Tests.Sources;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Storage;

public sealed class MySqlIncrementalSourceTests : IncrementalSourceTests
{
    protected override Task<StoreAddress> NewStore() => MySqlServer.NewDatabase();
}

public sealed class MySqlPaginatedSourceTests : PaginatedSourceTests
{
    protected override Task<StoreAddress> NewStore() => MySqlServer.NewDatabase();
}
