using Gleaner.Pipeline.Coordination;

namespace Gleaner.Tests.Coordination;

public sealed class OutcomeLogTests
{
    [Fact]
    public void Restart_WhileAWatcherWaits_ItIsWokenByTheNextSignal()
    {
        // The ledger is for what is no longer kept.
        var log = new OutcomeLog("r", ledger: null!);
        var waiting = log.NextSignal;
        log.Restart();
        Assert.False(waiting.IsCompleted);
        log.Signal();
        Assert.True(waiting.IsCompleted);
    }
}
