using Gleaner.Client.Gathering;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Client.Gathering;

public sealed class DuePlanTests
{
    [Fact]
    public async Task ReadPages_SomeAreDue_PlansThoseAlone()
    {
        var time = new FakeTimeProvider();
        var now = time.GetUtcNow();
        var plan = new DuePlan(
            new GivenPlan(((string[])["any", "past", "now", "future", "paused", "forgotten"]).Select(name => new SourceDefinition { Name = name, Url = "http://a/" }), []),
            (name, _) => Task.FromResult(name switch
            {
                "past" => Status(name, now.AddSeconds(-1)),
                "now" => Status(name, now),
                "future" => Status(name, now.AddSeconds(1)),
                "paused" => Status(name, null) with { Paused = true },
                "forgotten" => null,
                _ => Status(name, null),
            }),
            time);
        var pages = await plan.ReadPages(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["any", "past", "now"], Assert.Single(pages).Select(source => source.Name));
    }

    [Fact]
    public async Task ReadPages_NoneIsDue_HasNoPage()
    {
        var time = new FakeTimeProvider();
        var sources = Enumerable.Range(0, GatherLimits.ShardSize + 1).Select(i => new SourceDefinition { Name = $"s{i}", Url = "http://a/" });
        var plan = new DuePlan(new GivenPlan(sources, []), (name, _) => Task.FromResult<SourceStatus?>(Status(name, time.GetUtcNow().AddHours(1))), time);
        Assert.Empty(await plan.ReadPages(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    private static SourceStatus Status(string name, DateTimeOffset? nextDue) => new()
    {
        Definition = new SourceDefinition { Name = name, Url = "http://a/" }, Applied = true, Health = SourceHealth.Unknown, ConsecutiveFailures = 0, Records = 0, Bytes = 0, NextDue = nextDue,
    };
}
