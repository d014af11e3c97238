using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Hosts;

namespace Gleaner.Tests.Hosts;

public sealed class RecentLimitsTests
{
    private readonly RecentLimits _limits = new();

    private static TimeSpan Later => RecentLimits.KeptFor + TimeSpan.FromSeconds(10);

    [Fact]
    public void Strictest_OfAllUsed_IsTheStrictest()
    {
        _limits.Use(Max(8), TimeSpan.Zero);
        _limits.Use(Max(3), TimeSpan.Zero);
        Assert.Equal(3, _limits.Strictest(TimeSpan.Zero).MaxConcurrency);
    }

    [Fact]
    public void Strictest_StrictOneNotUsedForAWhile_IsForgotten()
    {
        _limits.Use(Max(2), TimeSpan.Zero);
        _limits.Use(Max(8), RecentLimits.KeptFor);
        Assert.Equal(2, _limits.Strictest(RecentLimits.KeptFor).MaxConcurrency);
        Assert.Equal(8, _limits.Strictest(Later).MaxConcurrency);
    }

    [Fact]
    public void Version_OnlyStricterLimits_MoveIt()
    {
        _limits.Use(Max(4), TimeSpan.Zero);
        var version = _limits.Version;
        _limits.Use(Max(4), TimeSpan.Zero);
        _limits.Use(Max(6), TimeSpan.Zero);
        Assert.Equal(version, _limits.Version);
        _limits.Use(Max(1), TimeSpan.Zero);
        Assert.NotEqual(version, _limits.Version);
    }

    [Fact]
    public void Use_MoreKindsThanAreKept_LosesNoLimit()
    {
        for (var max = 1_000; max > 900; max--)
        {
            _limits.Use(Max(max), TimeSpan.Zero);
        }

        Assert.Equal(901, _limits.Strictest(TimeSpan.Zero).MaxConcurrency);
    }

    private static HostLimits Max(int concurrency) => HostLimits.Of(new PolitenessDefinition { MaxConcurrency = concurrency });
}
