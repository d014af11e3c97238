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

    [Fact]
    public void For_RunSaysNow_OverridesWhatTheSourceRemembers() =>
        Assert.Equal((TimeSpan.Zero, null), FetchPlan.For(Source, new GatherOptions { Now = true }, Now.AddHours(1), Now) is var plan ? (plan.Wait, plan.TooEarly) : default);

    [Fact]
    public void For_Source_PassesEverySettingOn()
    {
        var source = Source with
        {
            ConnectTimeout = TimeSpan.FromSeconds(1), IdleTimeout = TimeSpan.FromSeconds(2), Request = new RequestDefinition(),
            Auth = new AuthDefinition { Kind = AuthKind.Bearer, Secret = "${env:A}" }, Retry = new RetryDefinition(), Responses = new ResponsesDefinition([]),
            Politeness = new PolitenessDefinition(), MaxBodyBytes = 3, MaxRedirects = 4, Proxy = "http://p/", Robots = true, AllowPrivate = true,
        };
        var spec = FetchPlan.For(source, new GatherOptions(), null, Now).Spec;
        Assert.Equal(
            (source.ConnectTimeout, source.IdleTimeout, source.Request, source.Auth, source.Retry, source.Responses, source.Politeness),
            (spec.ConnectTimeout, spec.IdleTimeout, spec.Request, spec.Auth, spec.Retry, spec.Responses, spec.Politeness));
        Assert.Equal((3L, 4, "http://p/", true, true), (spec.MaxBodyBytes, spec.MaxRedirects, spec.Proxy, spec.Robots, spec.AllowPrivate));
    }

    [Theory]
    [InlineData(null, true, "GET", false, true)]
    [InlineData(false, true, "GET", false, false)]
    [InlineData(null, false, "GET", false, false)]
    [InlineData(true, false, "GET", false, true)]
    [InlineData(null, true, "POST", false, false)]
    [InlineData(null, true, "GET", true, false)]
    public void IsConditional_OfASource_AsItSays(bool? conditional, bool ofAFile, string method, bool paginated, bool expected)
    {
        var source = Source with
        {
            Conditional = conditional, Politeness = ofAFile ? new PolitenessDefinition() : null, Request = new RequestDefinition { Method = method },
            Pagination = paginated ? new PaginationDefinition { Kind = PaginationKind.LinkHeader } : null,
        };
        Assert.Equal(expected, FetchPlan.IsConditional(source, new GatherOptions()));
        Assert.False(FetchPlan.IsConditional(source, new GatherOptions { Headers = [new HeaderField("Accept", "text/csv")] }));
    }
}
