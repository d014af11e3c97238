using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Sources;

namespace Gleaner.Tests.Sources;

public sealed class FetchPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly SourceDefinition Source = new() { Name = "a", Url = "http://a/" };

    [Fact]
    public void For_NothingSaid_TakesTheDefaults()
    {
        var plan = FetchPlan.For(Source, new GatherOptions(), null, Now);
        Assert.Equal(TimeSpan.FromSeconds(10), plan.Spec.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(30), plan.Spec.Deadline);
        Assert.Null(plan.TooEarly);
    }

    [Fact]
    public void For_RunAndSourceSaySomething_TheRunWins()
    {
        var source = Source with { Timeout = TimeSpan.FromSeconds(3), Deadline = TimeSpan.FromSeconds(4) };
        var plan = FetchPlan.For(source, new GatherOptions { Timeout = TimeSpan.FromSeconds(1) }, null, Now);
        Assert.Equal(TimeSpan.FromSeconds(1), plan.Spec.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(4), plan.Spec.Deadline);
    }

    [Fact]
    public void For_RetryAfterWithinTheDeadline_WaitsAndTakesItFromTheDeadline()
    {
        var plan = FetchPlan.For(Source, new GatherOptions(), Now.AddSeconds(12), Now);
        Assert.Equal(TimeSpan.FromSeconds(12), plan.Wait);
        Assert.Equal(TimeSpan.FromSeconds(18), plan.Spec.Deadline);
        Assert.Null(plan.TooEarly);
    }

    [Fact]
    public void For_RetryAfterPastTheDeadline_IsRateLimitedAndSaysWhen()
    {
        var plan = FetchPlan.For(Source, new GatherOptions(), Now.AddSeconds(30), Now);
        Assert.Equal(ErrorKind.RateLimited, plan.TooEarly!.Kind);
        Assert.Contains("10:00:30", plan.TooEarly.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_RetryAfterInThePast_DoesNotWait() =>
        Assert.Equal(TimeSpan.Zero, FetchPlan.For(Source, new GatherOptions(), Now.AddSeconds(-1), Now).Wait);
}
