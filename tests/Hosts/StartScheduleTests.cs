using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Hosts;

namespace Gleaner.Tests.Hosts;

public sealed class StartScheduleTests
{
    private static readonly HostLimits Fifty = HostLimits.Of(new PolitenessDefinition { Rate = 50, RateInterval = TimeSpan.FromSeconds(1) });
    private static readonly HostLimits Slow = HostLimits.Of(new PolitenessDefinition { Rate = 1, RateInterval = TimeSpan.FromMinutes(1) });

    [Fact]
    public void Take_AgainAndAgain_EveryTimeIsGivenOnceAndEvenlySpaced()
    {
        var schedule = new StartSchedule(TimeSpan.Zero);
        var times = new List<TimeSpan>();
        for (var now = TimeSpan.Zero; now < TimeSpan.FromSeconds(10); now += TimeSpan.FromMilliseconds(7))
        {
            if (schedule.Take(100, Fifty, TimeSpan.Zero, now) is { } starts)
            {
                times.AddRange(Enumerable.Range(0, starts.Count).Select(i => now + starts.FirstIn + (starts.Spacing * i)));
            }
        }

        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= Fifty.Spacing));
        Assert.InRange(times.Count, 450, 500);
    }

    [Fact]
    public void Take_NextIsFarAhead_GivesNothingYet()
    {
        var schedule = new StartSchedule(TimeSpan.Zero);
        Assert.Equal(1, schedule.Take(100, Slow, TimeSpan.Zero, TimeSpan.Zero)!.Count);
        Assert.Null(schedule.Take(100, Slow, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.NotNull(schedule.Take(100, Slow, TimeSpan.Zero, schedule.OpensAt));
    }

    [Fact]
    public void Take_WithLead_BeginsThatMuchLater() =>
        Assert.Equal(TimeSpan.FromMilliseconds(80), new StartSchedule(TimeSpan.Zero).Take(1, Fifty, TimeSpan.FromMilliseconds(80), TimeSpan.FromSeconds(1))!.FirstIn);
}
