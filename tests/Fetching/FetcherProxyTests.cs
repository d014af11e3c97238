using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.Fetching;

public sealed class FetcherProxyTests(FetcherFixture fixture) : IClassFixture<FetcherFixture>, IAsyncLifetime
{
    private readonly TestProxy _proxy = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Url => $"http://127.0.0.1:{_proxy.Port}";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();

    [Fact]
    public async Task Fetch_Proxy_IsGoneThroughAndOnlyBySourcesWithIt()
    {
        var spec = FetcherFixture.Spec(fixture.Origin.Url("/ok/proxied"));

        using var direct = await fixture.Fetcher.Fetch(spec, Cancellation);
        Assert.Empty(_proxy.Requests);
        using var proxied = await fixture.Fetcher.Fetch(spec with { Proxy = Url }, Cancellation);

        Assert.Null(direct.Error);
        Assert.Null(proxied.Error);
        Assert.Equal($"GET {spec.Url} HTTP/1.1", Assert.Single(_proxy.Requests));
    }

    [Fact]
    public async Task Fetch_HttpsThroughAProxy_GoesThroughATunnel()
    {
        using var result = await fixture.Fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.TlsUrl("/ok/1")) with { Proxy = Url }, Cancellation);

        // The origin's own certificate, which nobody trusts, came through.
        Assert.Equal(ErrorKind.Tls, result.Error?.Kind);
        Assert.Contains("self-signed", result.Error!.Message, StringComparison.Ordinal);
        Assert.StartsWith("CONNECT 127.0.0.1:", Assert.Single(_proxy.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_ProxyWithPassword_GetsIt()
    {
        await using var guarded = new TestProxy("me:p@ss");
        using var password = new TestSecret("p%40ss");
        var spec = FetcherFixture.Spec(fixture.Origin.Url("/echo"));

        using var let = await fixture.Fetcher.Fetch(spec with { Proxy = $"http://me:{password.Reference}@127.0.0.1:{guarded.Port}" }, Cancellation);
        using var refused = await fixture.Fetcher.Fetch(spec with { Proxy = $"http://127.0.0.1:{guarded.Port}" }, Cancellation);

        Assert.Null(let.Error);
        Assert.DoesNotContain("Proxy-Authorization", System.Text.Encoding.UTF8.GetString(let.Body.Span), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(407, refused.Status);
    }

    [Fact]
    public async Task Fetch_ProxyThatRefusesTheTunnel_FailsAsConnect()
    {
        await using var guarded = new TestProxy("me:canary");
        var spec = FetcherFixture.Spec(fixture.Origin.TlsUrl("/ok/1")) with { Proxy = $"http://127.0.0.1:{guarded.Port}", Retry = new RetryDefinition { MaxAttempts = 1 } };

        using var result = await fixture.Fetcher.Fetch(spec, Cancellation);

        Assert.Equal(ErrorKind.Connect, result.Error?.Kind);
        Assert.Contains("through the proxy", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_ProxyAtAPrivateAddress_NeedsAllowPrivate()
    {
        using var result = await fixture.Fetcher.Fetch(FetcherFixture.Spec("http://example.test/") with { Proxy = Url, AllowPrivate = false }, Cancellation);

        Assert.Equal(ErrorKind.BlockedAddress, result.Error?.Kind);
        Assert.Empty(_proxy.Requests);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/", true)]
    [InlineData("http://[::ffff:169.254.169.254]/latest/", true)]
    [InlineData("http://127.0.0.1/", false)]
    [InlineData("http://localhost/", false)]
    [InlineData("http://x.LOCALHOST/", false)]
    [InlineData("http://10.1.2.3/", false)]
    public async Task Fetch_ForbiddenTargetBehindAProxy_IsNotAskedFor(string url, bool allowPrivate)
    {
        // A proxy that anybody may use, so that only the target can be refused; nothing is connected to.
        using var fetcher = FetcherFixture.Make(resolver: new ScriptedResolver(["8.8.8.8"]));

        using var result = await fetcher.Fetch(FetcherFixture.Spec(url) with { Proxy = "http://proxy.test:9", AllowPrivate = allowPrivate }, Cancellation);

        Assert.Equal(ErrorKind.BlockedAddress, result.Error?.Kind);
    }

    [Theory]
    [InlineData("proxy:8080", "not an absolute")]
    [InlineData("socks5://proxy:1", "not an absolute")]
    [InlineData("http://${env:GLEANER_NO_SUCH_VARIABLE}@proxy:1", "refers to ${env:GLEANER_NO_SUCH_VARIABLE}")]
    public async Task Fetch_UnusableProxy_IsAnInvalidRequest(string proxy, string expected)
    {
        using var result = await fixture.Fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/ok/1")) with { Proxy = proxy }, Cancellation);

        Assert.Equal(ErrorKind.InvalidRequest, result.Error?.Kind);
        Assert.Contains(expected, result.Error!.Message, StringComparison.Ordinal);
    }
}
