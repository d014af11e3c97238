using Gleaner.Pipeline.Coordination;

namespace Gleaner.Tests.Coordination;

public sealed class FetchesUnderWayTests
{
    private readonly FetchesUnderWay _underWay = new();

    [Fact]
    public void Park_FetchThatWaits_FreesItsSlotOnce()
    {
        _underWay.Begin(3);
        _underWay.Begin(4);
        Assert.True(_underWay.Park(3, needsNoSlot: true));
        Assert.False(_underWay.Park(3, needsNoSlot: true));
        Assert.Equal((1, 2), (_underWay.Running, _underWay.All.Count));
    }

    [Fact]
    public void Park_WaitIsOver_CountsAgain()
    {
        _underWay.Begin(3);
        _underWay.Park(3, needsNoSlot: true);
        Assert.False(_underWay.Park(3, needsNoSlot: false));
        Assert.Equal(1, _underWay.Running);
    }

    [Fact]
    public void End_OfAParkedFetch_LeavesNothing()
    {
        _underWay.Begin(3);
        _underWay.Park(3, needsNoSlot: true);
        _underWay.End(3);
        Assert.Equal((0, 0), (_underWay.Running, _underWay.All.Count));
    }
}
