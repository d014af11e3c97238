using Gleaner.Pipeline.Storing;
using Gleaner.Tests.Retention;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Storage;

public sealed class MySqlRunPrunerTests : RunPrunerTests
{
    protected override Task<StoreAddress> NewStore() => MySqlServer.NewDatabase();
}
