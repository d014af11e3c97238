using Gleaner.Pipeline.Storing;
using Gleaner.Tests.Storing;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Storage;

public sealed class MySqlRunRowsTests : RunRowsTests
{
    protected override Task<StoreAddress> NewStore() => MySqlServer.NewDatabase();
}
