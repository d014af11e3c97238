using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Fetching;

/// <summary>OAuth2 client credentials, with a token endpoint of the test origin. Each test has a realm of its own.</summary>
public sealed class FetcherOAuth2Tests(FetcherFixture fixture) : IClassFixture<FetcherFixture>
{
    private readonly string _realm = $"r{Guid.NewGuid():n}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fetch_ManyAtOnce_ShareOneTokenRequest()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Fetch($"{i}")));

        Assert.All(results, result => Assert.Null(result.Error));
        Assert.All(results, result => Assert.Single(result.Attempts));
        Assert.Equal(1, TokenRequests);
    }

    [Fact]
    public async Task Fetch_RefusedClient_FailsAsAuthForAllWhoWaited()
    {
        // The one who asks is held back until all the others wait for its answer.
        var hosts = new RecordingHosts { Gate = new TaskCompletionSource() };
        using var fetcher = FetcherFixture.Make(hosts: hosts);
        using var secret = new TestSecret();
        var spec = Spec("1") with { Auth = Auth() with { Secret = secret.Reference } };
        var fetches = Enumerable.Range(0, 50).Select(_ => fetcher.Fetch(spec, Cancellation)).ToList();
        hosts.Gate.SetResult();

        var results = await Task.WhenAll(fetches);

        Assert.All(results, result => Assert.Equal(ErrorKind.Auth, result.Error?.Kind));
        Assert.All(results, result => Assert.Null(Assert.Single(result.Attempts).Status));
        Assert.Contains("answered 401 invalid_client", results[0].Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret.Value, results[0].Error!.Message, StringComparison.Ordinal);
        // The secret in a header, then in the form.
        Assert.Equal(2, TokenRequests);
        Assert.Equal(0, fixture.Origin.Log.HitsOf($"/oauth2/guarded/{_realm}/1"));
    }

    [Fact]
    public async Task Fetch_RefusedScope_FailsAsAuthWithoutTryingTheSecretInTheForm()
    {
        using var result = await Fetch("1", "?scope=read", Auth("?scope=read") with { Scope = "write" });

        Assert.Equal(ErrorKind.Auth, result.Error?.Kind);
        Assert.Contains("400 invalid_scope", result.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(1, TokenRequests);
    }

    [Fact]
    public async Task Fetch_SecretInTheFormOnly_IsFoundOutOnce()
    {
        using var first = await Fetch("1", "?form=1&expires=0");
        using var second = await Fetch("2", "?form=1&expires=0");

        Assert.Null(first.Error);
        Assert.Null(second.Error);
        Assert.Equal(3, TokenRequests);
    }

    [Fact]
    public async Task Fetch_RevokedToken_IsRenewedOnceWithinTheAttempt()
    {
        using var before = await Fetch("1");
        using var revoked = await fixture.Fetch($"/oauth2/revoke/{_realm}");

        using var after = await Fetch("2");

        Assert.Null(after.Error);
        Assert.Single(after.Attempts);
        Assert.Equal(2, TokenRequests);
    }

    [Fact]
    public async Task Fetch_NewTokenRefusedToo_FailsAsAuth()
    {
        // The endpoint issues for this realm, the guard is another's.
        var spec = FetcherFixture.Spec(fixture.Origin.Url($"/oauth2/guarded/other-{_realm}/1")) with { Auth = Auth() };

        using var result = await fixture.Fetcher.Fetch(spec, Cancellation);

        Assert.Equal((ErrorKind.Auth, 401), (result.Error?.Kind, result.Status));
        Assert.Equal(2, TokenRequests);
        Assert.Equal(2, fixture.Origin.Log.HitsOf($"/oauth2/guarded/other-{_realm}/1"));
    }

    [Theory]
    [InlineData(100, 89, 1)]
    [InlineData(100, 91, 2)]
    [InlineData(3600, 3539, 1)]
    [InlineData(3600, 3541, 2)]
    public async Task Fetch_TokenNearItsEnd_IsRenewedBefore(int expires, int age, int requests)
    {
        var clock = new FakeTimeProvider();
        using var fetcher = FetcherFixture.Make(time: clock);
        using var first = await fetcher.Fetch(Spec("1", $"?expires={expires}"), Cancellation);
        clock.Advance(TimeSpan.FromSeconds(age));

        using var second = await fetcher.Fetch(Spec("2", $"?expires={expires}"), Cancellation);

        Assert.Null(second.Error);
        Assert.Equal(requests, TokenRequests);
    }

    [Theory]
    [InlineData("/refused", ErrorKind.Connect, 3)]
    [InlineData("/garbage", ErrorKind.Protocol, 1)]
    [InlineData("/status/500", ErrorKind.HttpStatus, 1)]
    [InlineData("/echo", ErrorKind.Auth, 1)]
    [InlineData("/redirect-as/307?url=/echo", ErrorKind.Redirect, 1)]
    public async Task Fetch_TokenEndpointFails_EndsWithItsKind(string path, ErrorKind kind, int attempts)
    {
        using var secret = new TestSecret();
        var spec = Spec("1") with { Auth = Auth() with { TokenUrl = fixture.Origin.Url(path), Secret = secret.Reference } };

        using var result = await fixture.Fetcher.Fetch(spec, Cancellation);

        Assert.Equal(kind, result.Error?.Kind);
        Assert.StartsWith("No access token from 127.0.0.1:", result.Error!.Message, StringComparison.Ordinal);
        Assert.InRange(result.Attempts.Length, attempts, 3);
    }

    [Fact]
    public async Task Fetch_TokenEndpointAtAPrivateAddress_IsBlocked()
    {
        var resolver = new ScriptedResolver(["127.0.0.1"]);
        using var fetcher = FetcherFixture.Make(resolver: resolver);

        using var result = await fetcher.Fetch(Spec("1") with { AllowPrivate = false }, Cancellation);

        Assert.Equal(ErrorKind.BlockedAddress, result.Error?.Kind);
        Assert.Equal(0, TokenRequests);
    }

    [Fact]
    public async Task Fetch_SilentTokenEndpoint_EndsWithTheAttempt()
    {
        var spec = Spec("1") with
        {
            Auth = Auth() with { TokenUrl = fixture.Origin.Url("/silent") },
            Timeout = TimeSpan.FromMilliseconds(300),
            Retry = new RetryDefinition { MaxAttempts = 1 },
        };

        using var result = await fixture.Fetcher.Fetch(spec, Cancellation);

        Assert.Equal(ErrorKind.Timeout, result.Error?.Kind);
        Assert.Single(result.Attempts);
    }

    [Fact]
    public async Task Fetch_TheOneWhoAsksIsCancelled_TheOthersAskAgain()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var spec = Spec("1") with { Auth = Auth() with { TokenUrl = fixture.Origin.Url("/silent?once") }, Timeout = TimeSpan.FromMilliseconds(500), Retry = new RetryDefinition { MaxAttempts = 1 } };
        var first = fixture.Fetcher.Fetch(spec with { Timeout = TimeSpan.FromMinutes(1), Deadline = TimeSpan.FromMinutes(1) }, caller.Token);
        var second = fixture.Fetcher.Fetch(spec, Cancellation);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        using var result = await second;
        Assert.Equal(ErrorKind.Timeout, result.Error?.Kind);
    }

    [Fact]
    public async Task Fetch_OtherSecret_DoesNotRideOnAnothersToken()
    {
        using var good = await Fetch("1");
        using var wrong = await fixture.Fetcher.Fetch(Spec("2") with { Auth = Auth() with { Secret = "wrong" } }, Cancellation);

        Assert.Null(good.Error);
        Assert.Equal(ErrorKind.Auth, wrong.Error?.Kind);
    }

    [Fact]
    public async Task Fetch_RedirectToAnotherOrigin_TakesNoTokenAlong()
    {
        var other = Uri.EscapeDataString($"http://localhost:{fixture.Origin.Port}/echo");
        var spec = FetcherFixture.Spec(fixture.Origin.Url($"/redirect-to?url={other}")) with { Auth = Auth() };

        using var result = await fixture.Fetcher.Fetch(spec, Cancellation);

        Assert.Null(result.Error);
        Assert.DoesNotContain("token-canary", System.Text.Encoding.UTF8.GetString(result.Body.Span), StringComparison.Ordinal);
    }

    private int TokenRequests => fixture.Origin.Log.HitsOf($"/oauth2/token/{_realm}");

    private Task<FetchResult> Fetch(string id, string query = "", AuthDefinition? auth = null)
    {
        var spec = Spec(id, query);
        return fixture.Fetcher.Fetch(auth is null ? spec : spec with { Auth = auth }, Cancellation);
    }

    private FetchSpec Spec(string id, string query = "") =>
        FetcherFixture.Spec(fixture.Origin.Url($"/oauth2/guarded/{_realm}/{id}")) with { Auth = Auth(query) };

    private AuthDefinition Auth(string query = "") => new()
    {
        Kind = AuthKind.OAuth2,
        User = $"{_realm}-id",
        Secret = $"{_realm}-secret",
        TokenUrl = fixture.Origin.Url($"/oauth2/token/{_realm}{query}"),
    };
}
