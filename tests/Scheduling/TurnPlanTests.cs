using System.Globalization;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Scheduling;

namespace Gleaner.Tests.Scheduling;

public sealed class TurnPlanTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.Parse("2026-07-30T12:00:00Z", CultureInfo.InvariantCulture);
    private static readonly string[] Names = [.. Enumerable.Range(0, 600).Select(i => $"source-{i:000}")];

    [Fact]
    public void Of_SixHundredSources_MakesPagesOfAShard()
    {
        var plan = TurnPlan.Of("run", Names.Reverse());
        Assert.Equal([GatherLimits.ShardSize, GatherLimits.ShardSize, 600 - (2 * GatherLimits.ShardSize)], plan.Pages.Select(page => page.Length));
        Assert.Equal(Names, plan.Pages.SelectMany(page => page));
    }

    [Fact]
    public void Again_SameSources_IsTheSamePlan()
    {
        var plan = TurnPlan.Of("run", Names);
        var again = TurnPlan.Again(plan.ToTurn(Noon), Names);
        Assert.Equal(plan.Run, again.Run);
        Assert.Equal(plan.Pages.Select(page => page.AsEnumerable()), again.Pages.Select(page => page.AsEnumerable()));
    }

    [Fact]
    public void Again_OtherSources_PutsNoneOnAPageItWasNotOn()
    {
        var plan = TurnPlan.Of("run", Names);
        var pageOf = plan.Pages.SelectMany((page, number) => page.Select(name => (name, number))).ToDictionary();
        var changed = Names.Where((_, i) => i is not (0 or 256 or 300)).Append("source-0005").Append("aaa");
        var again = TurnPlan.Again(plan.ToTurn(Noon), changed);
        Assert.Equal(plan.Pages.Length, again.Pages.Length);
        Assert.All(again.Pages.SelectMany((page, number) => page.Select(name => (name, number))), p => Assert.Equal(p.number, pageOf.GetValueOrDefault(p.name, p.number)));
        Assert.All(again.Pages, page => Assert.InRange(page.Length, 0, GatherLimits.ShardSize));
        Assert.Distinct(again.Pages.SelectMany(page => page));
    }

    [Fact]
    public void RunId_SameSpan_IsTheSameAndSortsByTime()
    {
        var run = TurnPlan.RunId(7, Noon.AddMinutes(-5), Noon);
        Assert.Matches("^20260730-120000-s07-[0-9a-f]{4}$", run);
        Assert.Equal(run, TurnPlan.RunId(7, Noon.AddMinutes(-5), Noon));
        Assert.NotEqual(run, TurnPlan.RunId(7, Noon.AddMinutes(-5), Noon.AddTicks(1)));
    }

    [Fact]
    public void Of_Bucket_IsStableAndEven()
    {
        // Fixed: another hash would lose the turns that are written down.
        Assert.Equal(10, ScheduleBuckets.Of("weather"));
        var counts = Enumerable.Range(0, 12_000).CountBy(i => ScheduleBuckets.Of($"source-{i}")).ToDictionary();
        Assert.Equal(ScheduleBuckets.Count, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 800, 1_200));
    }
}
