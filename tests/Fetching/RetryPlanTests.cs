using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Fetching;

public sealed class RetryPlanTests
{
    private static readonly TimeSpan Plenty = TimeSpan.FromMinutes(10);

    private static RetryPlan Plan(double jitter = 1) => new(new FetchLimits(), new FixedJitter(jitter));

    [Fact]
    public void Next_Retries_BackOffExponentiallyAndEndAfterThreeAttempts()
    {
        var plan = Plan();

        Assert.Equal(TimeSpan.FromSeconds(0.5), plan.Next(ResponseAction.Retry, null, Plenty));
        Assert.Equal(TimeSpan.FromSeconds(1), plan.Next(ResponseAction.Retry, null, Plenty));
        Assert.Null(plan.Next(ResponseAction.Retry, null, Plenty));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25, 0.125)]
    public void Next_Jitter_IsFull(double jitter, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Plan(jitter).Next(ResponseAction.Retry, null, Plenty));

    [Fact]
    public void Next_Fail_IsTheEnd() => Assert.Null(Plan().Next(ResponseAction.Fail, null, Plenty));

    [Fact]
    public void Next_BackoffThatDoesNotFitInTheDeadline_IsTheEnd() =>
        Assert.Null(Plan().Next(ResponseAction.Retry, null, TimeSpan.FromSeconds(0.5)));

    [Fact]
    public void Next_DeadlineIsOver_IsTheEnd() => Assert.Null(Plan(0).Next(ResponseAction.Retry, null, TimeSpan.Zero));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Next_ShortRetryAfter_IsWaitedForExactly(int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Plan().Next(ResponseAction.RateLimited, TimeSpan.FromSeconds(seconds), Plenty));

    [Fact]
    public void Next_LongRetryAfter_IsTheEnd() => Assert.Null(Plan().Next(ResponseAction.RateLimited, TimeSpan.FromSeconds(4), Plenty));

    [Fact]
    public void Next_RetryAfterThatDoesNotFitInTheDeadline_IsTheEnd() =>
        Assert.Null(Plan().Next(ResponseAction.RateLimited, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)));

    [Fact]
    public void Next_RateLimitWithoutOrWithZeroRetryAfter_BacksOff()
    {
        var plan = Plan();

        Assert.Equal(TimeSpan.FromSeconds(0.5), plan.Next(ResponseAction.RateLimited, null, Plenty));
        Assert.Equal(TimeSpan.FromSeconds(1), plan.Next(ResponseAction.RateLimited, TimeSpan.Zero, Plenty));
    }

    [Fact]
    public void Next_RateLimits_DoNotSpendTheRetries()
    {
        var plan = Plan();

        Assert.NotNull(plan.Next(ResponseAction.RateLimited, TimeSpan.FromSeconds(1), Plenty));
        Assert.NotNull(plan.Next(ResponseAction.Retry, null, Plenty));
        Assert.NotNull(plan.Next(ResponseAction.RateLimited, TimeSpan.FromSeconds(1), Plenty));
        Assert.NotNull(plan.Next(ResponseAction.Retry, null, Plenty));
        Assert.Null(plan.Next(ResponseAction.RateLimited, TimeSpan.FromSeconds(1), Plenty));
        Assert.Null(plan.Next(ResponseAction.Retry, null, Plenty));
    }

    [Theory]
    [InlineData(ResponseAction.Retry)]
    [InlineData(ResponseAction.RateLimited)]
    public void Next_NotRepeatable_IsTheEnd(ResponseAction action) =>
        Assert.Null(new RetryPlan(new FetchLimits(), new FixedJitter(0), repeatable: false).Next(action, TimeSpan.FromSeconds(1), Plenty));

    [Fact]
    public void Next_HugeBackoff_DoesNotOverflow()
    {
        var plan = new RetryPlan(new FetchLimits { BackoffBase = TimeSpan.FromDays(10_000), MaxAttempts = 20 }, new FixedJitter(1));

        Assert.Equal(TimeSpan.FromDays(1), plan.Next(ResponseAction.Retry, null, TimeSpan.MaxValue));
    }
}
