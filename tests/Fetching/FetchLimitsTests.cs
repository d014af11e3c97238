using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Fetching;

public sealed class FetchLimitsTests
{
    private static readonly FetchLimits Limits = new();

    [Fact]
    public void For_NothingSet_IsTheSameInstance() => Assert.Same(Limits, Limits.For(FetcherFixture.Spec("http://x.test/")));

    [Fact]
    public void For_OwnBounds_TakeThePlaceOfTheCommonOnes()
    {
        var spec = FetcherFixture.Spec("http://x.test/") with
        {
            MaxBodyBytes = 5,
            MaxRedirects = 0,
            ConnectTimeout = TimeSpan.FromSeconds(1),
            IdleTimeout = TimeSpan.FromSeconds(2),
            Retry = new RetryDefinition { MaxAttempts = 7, Backoff = TimeSpan.FromSeconds(3), MaxRetryAfter = TimeSpan.FromSeconds(4) },
        };

        var limits = Limits.For(spec);

        Assert.Equal(
            Limits with
            {
                MaxBodyBytes = 5,
                MaxRedirects = 0,
                ConnectTimeout = TimeSpan.FromSeconds(1),
                IdleReadTimeout = TimeSpan.FromSeconds(2),
                MaxAttempts = 7,
                BackoffBase = TimeSpan.FromSeconds(3),
                MaxRetryAfter = TimeSpan.FromSeconds(4),
            },
            limits);
    }

    [Fact]
    public void For_SomeBounds_LeaveTheOthers()
    {
        var limits = Limits.For(FetcherFixture.Spec("http://x.test/") with { Retry = new RetryDefinition { MaxAttempts = 1 } });

        Assert.Equal(Limits with { MaxAttempts = 1 }, limits);
    }

    [Fact]
    public void For_CapOverAnArray_EndsThere() =>
        Assert.Equal(Array.MaxLength, Limits.For(FetcherFixture.Spec("http://x.test/") with { MaxBodyBytes = long.MaxValue }).MaxBodyBytes);
}
