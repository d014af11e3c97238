using Gleaner.Pipeline.Storing;
using Gleaner.Tests.Sources;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Storage;

public sealed class MySqlBadRowsTests : BadRowsTests
{
    protected override Task<StoreAddress> NewStore() => MySqlServer.NewDatabase();
}
