using Gleaner.Silo.Hosting;

namespace Gleaner.Tests.Silo.Hosting;

public sealed class StopSignalsTests
{
    [Fact]
    public void Happen_Twice_AsksThenHurries()
    {
        using var signals = StopSignals.OfProcess();
        signals.Happen();
        Assert.Equal((true, false), (signals.Asked.IsCancellationRequested, signals.Hurried.IsCancellationRequested));
        signals.Happen();
        Assert.True(signals.Hurried.IsCancellationRequested);
    }
}
