using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Fetching;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Fetching;

/// <summary>Every wait is bounded. The upper bounds asserted are generous: they tell "bounded" from "not bounded".</summary>
public sealed class FetcherTimeTests(FetcherFixture fixture) : IClassFixture<FetcherFixture>
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/silent", null)]
    [InlineData("/silent-body", 200)]
    [InlineData("/trickle?ms=20", 200)]
    [InlineData("/slow/60000", null)]
    public async Task Fetch_AttemptTakesTooLong_TimesOutThreeTimes(string path, int? status)
    {
        using var result = await fixture.Fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url(path)) with { Timeout = Short }, Cancellation);

        Assert.Equal(ErrorKind.Timeout, result.Error?.Kind);
        Assert.Equal(3, result.Attempts.Length);
        Assert.Equal(status, result.Status);
        Assert.InRange(result.Duration, Short * 2.9, Soon);
    }

    [Theory]
    [InlineData("/silent")]
    [InlineData("/silent-body")]
    [InlineData("/trickle?ms=20")]
    public async Task Fetch_DeadlineBeforeTheAttemptsEnd_EndsAsDeadline(string path)
    {
        // Not twice: timers may fire a fraction early, and the second attempt's own bound would then come first.
        using var result = await fixture.Fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url(path)) with { Timeout = Short, Deadline = Short * 1.8 }, Cancellation);

        Assert.Equal(ErrorKind.Deadline, result.Error?.Kind);
        Assert.Equal(ErrorKind.Timeout, result.Attempts[0].Error?.Kind);
        Assert.Equal(2, result.Attempts.Length);
        Assert.InRange(result.Duration, Short, Soon);
    }

    [Fact]
    public async Task Fetch_BodyStandsStill_TimesOutLongBeforeTheAttemptDoes()
    {
        using var fetcher = FetcherFixture.Make(new FetchLimits { IdleReadTimeout = Short, MaxAttempts = 1 });

        using var result = await fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/silent-body")) with { Timeout = TimeSpan.FromMinutes(1), Deadline = TimeSpan.FromMinutes(1) }, Cancellation);

        Assert.Equal(ErrorKind.Timeout, result.Error?.Kind);
        Assert.Contains("stood still", result.Error!.Message, StringComparison.Ordinal);
        Assert.True(result.Bytes > 0);
        Assert.InRange(result.Duration, Short * 0.9, Soon);
    }

    [Fact]
    public async Task Fetch_SlowFirstByte_IsNotIdle()
    {
        using var fetcher = FetcherFixture.Make(new FetchLimits { IdleReadTimeout = Short });

        using var result = await fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/slow/500")), Cancellation);

        Assert.Null(result.Error);
        Assert.Single(result.Attempts);
    }

    [Theory]
    [InlineData("/silent")]
    [InlineData("/endless")]
    [InlineData("/trickle?ms=20")]
    public async Task Fetch_Cancelled_Throws(string path)
    {
        using var fetcher = FetcherFixture.Make(new FetchLimits { MaxBodyBytes = int.MaxValue / 4 });
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var fetch = fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url(path)), source.Token);
        await Task.Delay(Short / 3, TimeProvider.System, Cancellation);

        await source.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
        Assert.True(source.Token.IsCancellationRequested && error.CancellationToken == source.Token);
    }

    [Fact]
    public async Task Fetch_CancelledBefore_ThrowsWithoutARequest()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => fixture.Fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/ok/cancelled-before")), new CancellationToken(canceled: true)));
        Assert.Equal(0, fixture.Origin.Log.HitsOf("/ok/cancelled-before"));
    }

    [Fact]
    public async Task Fetch_Flaky_WaitsTheBackoffByTheClock()
    {
        var clock = new FakeTimeProvider();
        using var fetcher = FetcherFixture.Make(jitter: new FixedJitter(0.9), time: clock);
        var fetch = fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/flaky/2/backoff")), Cancellation);

        await clock.TimerSet(TimeSpan.FromSeconds(0.45)).WaitAsync(Soon, Cancellation);
        clock.Advance(TimeSpan.FromSeconds(0.45));
        await clock.TimerSet(TimeSpan.FromSeconds(0.9)).WaitAsync(Soon, Cancellation);
        clock.Advance(TimeSpan.FromSeconds(0.9));

        using var result = await fetch.WaitAsync(Soon, Cancellation);
        Assert.Null(result.Error);
        Assert.Equal([0, 0.45, 0.9], result.Attempts.Select(attempt => attempt.WaitedFor.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(1.35), result.Duration);
    }

    [Fact]
    public async Task Fetch_ShortRetryAfter_IsWaitedForInside()
    {
        var clock = new FakeTimeProvider();
        using var fetcher = FetcherFixture.Make(time: clock);
        var fetch = fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/throttled/1/2/inside")), Cancellation);

        await clock.TimerSet(TimeSpan.FromSeconds(2)).WaitAsync(Soon, Cancellation);
        clock.Advance(TimeSpan.FromSeconds(2));

        using var result = await fetch.WaitAsync(Soon, Cancellation);
        Assert.Null(result.Error);
        Assert.Null(result.NotBefore);
        Assert.Equal([429, 200], result.Attempts.Select(attempt => attempt.Status));
    }

    [Theory]
    [InlineData("60", 60)]
    [InlineData("9999999999", 300)]
    [InlineData("Thu, 01 Jan 2026 00:01:00 GMT", 60)]
    public async Task Fetch_LongRetryAfter_EndsWithTheTimeToComeBack(string value, int seconds)
    {
        var clock = new FakeTimeProvider();
        using var fetcher = FetcherFixture.Make(time: clock);

        using var result = await fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url($"/retry-after/{Uri.EscapeDataString(value)}")), Cancellation);

        Assert.Equal(ErrorKind.RateLimited, result.Error?.Kind);
        Assert.Equal(clock.GetUtcNow().AddSeconds(seconds), result.NotBefore);
        Assert.Single(result.Attempts);
    }

    [Fact]
    public async Task Fetch_RateLimitedWithoutEnd_GivesUpAfterThreeAttempts()
    {
        using var result = await fixture.Fetch("/retry-after/0");

        Assert.Equal(ErrorKind.RateLimited, result.Error?.Kind);
        Assert.Equal(3, result.Attempts.Length);
    }
}
