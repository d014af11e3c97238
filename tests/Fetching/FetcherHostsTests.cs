using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Hosts;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Fetching;

/// <summary>The host's permission: asked for before every exchange, given back after it, whatever happened.</summary>
public sealed class FetcherHostsTests(FetcherFixture fixture) : IClassFixture<FetcherFixture>
{
    private readonly RecordingHosts _hosts = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/ok/1", "exit")]
    [InlineData("/status/500", "exit exit exit")]
    [InlineData("/status/404", "exit")]
    [InlineData("/refused", "failed failed failed")]
    [InlineData("/reset", "failed failed failed")]
    [InlineData("/reset-body", "exit exit exit")]
    [InlineData("/garbage", "exit")]
    [InlineData("/redirect/2", "exit exit exit")]
    [InlineData("/redirect-private", "exit exit")]
    [InlineData("/retry-after/600", "exit:300")]
    [InlineData("/retry-after-503/60", "exit:60")]
    [InlineData("/gzip-bomb", "exit")]
    public async Task Fetch_Whatever_GivesEveryPermissionBackWithItsEnd(string path, string exits)
    {
        using var fetcher = FetcherFixture.Make(hosts: _hosts);

        using var result = await fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url(path)), Cancellation);

        Assert.Equal(exits, string.Join(' ', _hosts.Exits));
        Assert.Equal(_hosts.Exits.Count, _hosts.Entered.Count);
        Assert.Equal(0, _hosts.Inside);
    }

    [Fact]
    public async Task Fetch_SilentServer_IsATransportFailure()
    {
        using var fetcher = FetcherFixture.Make(hosts: _hosts);
        var spec = FetcherFixture.Spec(fixture.Origin.Url("/silent")) with { Timeout = TimeSpan.FromMilliseconds(200), Retry = new RetryDefinition { MaxAttempts = 1 } };

        using var result = await fetcher.Fetch(spec, Cancellation);

        Assert.Equal(["failed"], _hosts.Exits);
    }

    [Fact]
    public async Task Fetch_BlockedAddress_IsNotTheHostsFailure()
    {
        using var fetcher = FetcherFixture.Make(hosts: _hosts);

        using var result = await fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/ok/1")) with { AllowPrivate = false }, Cancellation);

        Assert.Equal(["exit"], _hosts.Exits);
    }

    [Fact]
    public async Task Fetch_CancelledMidway_GivesThePermissionBack()
    {
        using var fetcher = FetcherFixture.Make(hosts: _hosts);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var fetch = fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/silent")), caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
        Assert.Equal(["exit"], _hosts.Exits);
    }

    [Fact]
    public async Task Fetch_CancelledWhileItWaits_HoldsNothing()
    {
        _hosts.Gate = new TaskCompletionSource();
        using var fetcher = FetcherFixture.Make(hosts: _hosts);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var fetch = fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/ok/never-sent")), caller.Token);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
        Assert.Empty(_hosts.Exits);
        Assert.Equal(0, fixture.Origin.Log.HitsOf("/ok/never-sent"));
    }

    [Fact]
    public async Task Fetch_RedirectToAnotherHost_AsksThatHostToo()
    {
        using var fetcher = FetcherFixture.Make(hosts: _hosts);
        var other = Uri.EscapeDataString($"http://localhost:{fixture.Origin.Port}/ok/1");
        var politeness = new PolitenessDefinition { MaxConcurrency = 1 };

        using var result = await fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url($"/redirect-to?url={other}")) with { Politeness = politeness }, Cancellation);

        Assert.Equal(["127.0.0.1", "localhost"], _hosts.Entered.Select(entered => entered.Host));
        Assert.All(_hosts.Entered, entered => Assert.Same(politeness, entered.Politeness));
        Assert.Equal(1, _hosts.MostInside);
    }

    [Theory]
    [InlineData(ErrorKind.RateLimited)]
    [InlineData(ErrorKind.HostClosed)]
    public async Task Fetch_Refused_EndsWithTheRefusalAndIsNoAttempt(ErrorKind kind)
    {
        var refusal = new FetchError(kind, "Not now.");
        var notBefore = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        _hosts.Answer = _ => new Refused(refusal, notBefore);
        using var fetcher = FetcherFixture.Make(hosts: _hosts);

        using var result = await fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/ok/1")), Cancellation);

        Assert.Equal((refusal, notBefore), (result.Error, result.NotBefore));
        Assert.Empty(result.Attempts);
        Assert.Single(_hosts.Entered);
    }

    [Fact]
    public async Task Fetch_RefusedBeforeTheSecondAttempt_KeepsTheFirst()
    {
        _hosts.Answer = entered => entered == 2 ? new Refused(new FetchError(ErrorKind.HostClosed, "Not now."), null) : null;
        using var fetcher = FetcherFixture.Make(hosts: _hosts);

        using var result = await fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/reset")), Cancellation);

        Assert.Equal(ErrorKind.HostClosed, result.Error?.Kind);
        Assert.Equal(ErrorKind.Reset, Assert.Single(result.Attempts).Error?.Kind);
    }

    [Fact]
    public async Task Fetch_RefusedOnARedirect_IsWhatTheAttemptEndsIn()
    {
        _hosts.Answer = entered => entered == 2 ? new Refused(new FetchError(ErrorKind.HostClosed, "Not now."), null) : null;
        using var fetcher = FetcherFixture.Make(hosts: _hosts);

        using var result = await fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/redirect/1")), Cancellation);

        Assert.Equal(ErrorKind.HostClosed, Assert.Single(result.Attempts).Error?.Kind);
        Assert.Equal(["exit"], _hosts.Exits);
    }

    [Fact]
    public async Task Fetch_LongWaitForTheHost_DoesNotCountAndIsTold()
    {
        var clock = new FakeTimeProvider();
        _hosts.Gate = new TaskCompletionSource();
        using var fetcher = FetcherFixture.Make(hosts: _hosts, time: clock);
        List<bool> told = [];
        var fetch = fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/ok/1")) with { WaitingForHost = told.Add }, Cancellation);

        clock.Advance(TimeSpan.FromHours(1));
        _hosts.Gate.SetResult();

        using var result = await fetch;
        Assert.Null(result.Error);
        var attempt = Assert.Single(result.Attempts);
        Assert.Equal(TimeSpan.FromHours(1), attempt.WaitedForHost);
        Assert.Equal(clock.GetUtcNow(), attempt.StartedAt);
        Assert.Equal(TimeSpan.Zero, attempt.Duration);
        Assert.Equal([true, false], told);
    }

    [Fact]
    public async Task Fetch_WaitForARetryAfter_CountsAgainstTheDeadlineOnly()
    {
        var clock = new FakeTimeProvider();
        _hosts.Gate = new TaskCompletionSource();
        _hosts.HeldBack = TimeSpan.FromSeconds(15);
        using var fetcher = FetcherFixture.Make(hosts: _hosts, time: clock);
        var fetch = fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/flaky/1/held-back")) with { Deadline = TimeSpan.FromSeconds(20) }, Cancellation);

        clock.Advance(TimeSpan.FromSeconds(60));
        _hosts.Gate.SetResult();

        using var result = await fetch;
        Assert.Null(result.Error);
        Assert.Equal([TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(5)], _hosts.Entered.Select(entered => entered.Patience));
    }

    [Fact]
    public async Task Fetch_RetryAfterTookTheWholeDeadline_IsNotTheHostsFailure()
    {
        var clock = new FakeTimeProvider();
        _hosts.Gate = new TaskCompletionSource();
        _hosts.HeldBack = TimeSpan.FromSeconds(20);
        using var fetcher = FetcherFixture.Make(hosts: _hosts, time: clock);
        var fetch = fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/ok/late")) with { Deadline = TimeSpan.FromSeconds(20) }, Cancellation);

        clock.Advance(TimeSpan.FromSeconds(20));
        _hosts.Gate.SetResult();
        using var result = await fetch;
        Assert.Equal(ErrorKind.Deadline, result.Error?.Kind);
        Assert.Equal(["exit"], _hosts.Exits);
        Assert.Equal(0, fixture.Origin.Log.HitsOf("/ok/late"));
    }

    [Fact]
    public async Task Fetch_TokenRequest_HasAPermissionWithoutTheSourcesLimits()
    {
        using var fetcher = FetcherFixture.Make(hosts: _hosts);
        var realm = $"hosts-{Guid.NewGuid():n}";
        var spec = FetcherFixture.Spec(fixture.Origin.Url($"/oauth2/guarded/{realm}/1")) with
        {
            Politeness = new PolitenessDefinition { MaxConcurrency = 1 },
            Auth = new AuthDefinition { Kind = AuthKind.OAuth2, User = $"{realm}-id", Secret = $"{realm}-secret", TokenUrl = fixture.Origin.Url($"/oauth2/token/{realm}") },
        };

        using var result = await fetcher.Fetch(spec, Cancellation);

        Assert.Null(result.Error);
        Assert.Equal([null, spec.Politeness], _hosts.Entered.Select(entered => entered.Politeness));
        Assert.Equal(1, _hosts.MostInside);
    }

    private sealed record Refused(FetchError Error, DateTimeOffset? Until) : HostPass(Error, Until)
    {
        public override void Exit(bool transportFailed, TimeSpan? retryAfter) => throw new InvalidOperationException("A refusal is not given back.");
    }
}
