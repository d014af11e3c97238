using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Hosts;

namespace Gleaner.Tests.Hosts;

public sealed class HostLimitsTests
{
    private static readonly HostLimits Defaults = HostLimits.Of(new PolitenessDefinition());

    [Fact]
    public void Of_NothingSaid_TakesTheDefaults() =>
        Assert.Equal(new HostLimits(8, TimeSpan.Zero, TimeSpan.Zero, 10, TimeSpan.FromSeconds(30)), Defaults);

    [Theory]
    [InlineData(50, 1)]
    [InlineData(1, 1)]
    [InlineData(100, 60)]
    [InlineData(5_000, 3_600)]
    [InlineData(10, 86_400)]
    public void Of_Rate_LatestUseOfEveryStartStaysWithinTheRate(int rate, int seconds)
    {
        var interval = TimeSpan.FromSeconds(seconds);
        var limits = HostLimits.Of(new PolitenessDefinition { Rate = rate, RateInterval = interval });
        // One start as late as allowed, the n-th after it as early as allowed: still a whole interval between them.
        Assert.True((limits.Spacing * rate) - limits.Tolerance >= interval);
        Assert.True(limits.Spacing * rate <= interval * 1.1 + TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(250)]
    [InlineData(10_000)]
    public void Of_Delay_StartsAreNeverCloser(int milliseconds)
    {
        var delay = TimeSpan.FromMilliseconds(milliseconds);
        var limits = HostLimits.Of(new PolitenessDefinition { Delay = delay });
        Assert.True(limits.Spacing - limits.Tolerance >= delay);
    }

    [Fact]
    public void And_TwoSources_KeepsTheStricterOfEach()
    {
        var one = HostLimits.Of(new PolitenessDefinition { MaxConcurrency = 2, CircuitFailures = 0, Delay = TimeSpan.FromSeconds(2) });
        var other = HostLimits.Of(new PolitenessDefinition { MaxConcurrency = 5, CircuitFailures = 3, CircuitPause = TimeSpan.FromMinutes(1) });
        var both = new HostLimits(2, one.Spacing, one.Tolerance, 3, TimeSpan.FromMinutes(1));
        Assert.Equal(both, one.And(other));
        Assert.Equal(both, other.And(one));
        Assert.Equal(one, HostLimits.None.And(one));
    }
}
