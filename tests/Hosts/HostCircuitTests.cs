using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Hosts;

namespace Gleaner.Tests.Hosts;

public sealed class HostCircuitTests
{
    private static readonly HostLimits Three = HostLimits.Of(new PolitenessDefinition { CircuitFailures = 3, CircuitPause = TimeSpan.FromSeconds(30) });
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly HostCircuit _circuit = new();

    [Fact]
    public void Report_FailuresInARowOfTwoSilos_OpenIt()
    {
        _circuit.Report(0, 2, 2, Three, TimeSpan.Zero);
        Assert.Equal((true, TimeSpan.Zero), (_circuit.IsTroubled, _circuit.OpenFor(TimeSpan.Zero)));
        _circuit.Report(0, 1, 1, Three, TimeSpan.Zero);
        Assert.Equal(Pause, _circuit.OpenFor(TimeSpan.Zero));
    }

    [Fact]
    public void Report_SuccessBetween_CountsAnew()
    {
        _circuit.Report(0, 2, 2, Three, TimeSpan.Zero);
        _circuit.Report(5, 4, 1, Three, TimeSpan.Zero);
        _circuit.Report(0, 1, 2, Three, TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, _circuit.OpenFor(TimeSpan.Zero));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 30)]
    public void Report_OfTheProbe_ClosesOrOpensAgain(int successes, int openSeconds)
    {
        _circuit.Report(0, 3, 3, Three, TimeSpan.Zero);
        Assert.False(_circuit.IsHalfOpen(TimeSpan.FromSeconds(29)));
        Assert.True(_circuit.IsHalfOpen(Pause));
        _circuit.Report(successes, 1 - successes, 1 - successes, Three, Pause);
        Assert.Equal(TimeSpan.FromSeconds(openSeconds), _circuit.OpenFor(Pause));
        Assert.False(_circuit.IsHalfOpen(Pause));
        Assert.Equal(successes == 0, _circuit.IsTroubled);
    }

    [Fact]
    public void Report_StragglersWhileOpen_DoNotLengthenThePause()
    {
        _circuit.Report(0, 3, 3, Three, TimeSpan.Zero);
        _circuit.Report(0, 5, 5, Three, TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.FromSeconds(10), _circuit.OpenFor(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Report_NobodyAsksForACircuit_NeverOpens()
    {
        _circuit.Report(0, 1_000, 1_000, HostLimits.None, TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, _circuit.OpenFor(TimeSpan.Zero));
    }
}
