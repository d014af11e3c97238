using System.Text;
using Gleaner.Pipeline;

namespace Gleaner.Tests.Pipeline;

public sealed class WarmUpTests
{
    [Fact]
    public async Task Fetch_OfItself_GoesTheWholeWayToARow()
    {
        var reply = await WarmUp.Fetch();
        Assert.Null(reply.Report?.Error);
        Assert.Equal("""{"id": 1}""", Encoding.UTF8.GetString(Assert.Single(reply.Rows)));
    }
}
