using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Fetching;

/// <summary>What is dialled, and for whom.</summary>
public sealed class FetcherAddressTests(FetcherFixture fixture) : IClassFixture<FetcherFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://127.0.0.1:{0}/ok/1")]
    [InlineData("http://localhost:{0}/ok/1")]
    [InlineData("http://2130706433:{0}/ok/1")]
    [InlineData("http://0x7f.1:{0}/ok/1")]
    [InlineData("http://[::1]:{0}/ok/1")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/ok/1")]
    [InlineData("http://0.0.0.0:{0}/ok/1")]
    public async Task Fetch_LoopbackWithoutAllowPrivate_IsBlockedAtOnce(string url)
    {
        var spec = FetcherFixture.Spec(url.Replace("{0}", $"{fixture.Origin.Port}", StringComparison.Ordinal)) with { AllowPrivate = false };

        using var result = await fixture.Fetcher.Fetch(spec, Cancellation);

        Assert.Equal(ErrorKind.BlockedAddress, result.Error?.Kind);
        Assert.Contains("--allow-private", result.Error!.Message, StringComparison.Ordinal);
        Assert.Single(result.Attempts);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/")]
    [InlineData("http://224.0.0.1/")]
    public async Task Fetch_ForbiddenAddressWithAllowPrivate_IsBlocked(string url)
    {
        using var result = await fixture.Fetcher.Fetch(FetcherFixture.Spec(url), Cancellation);

        Assert.Equal(ErrorKind.BlockedAddress, result.Error?.Kind);
    }

    [Fact]
    public async Task Fetch_ConnectionPooledForAnAllowPrivateSource_NeverServesAnother()
    {
        var spec = FetcherFixture.Spec(fixture.Origin.Url("/ok/pooled"));
        using var allowed = await fixture.Fetcher.Fetch(spec, Cancellation);
        Assert.Null(allowed.Error);

        using var refused = await fixture.Fetcher.Fetch(spec with { AllowPrivate = false }, Cancellation);

        Assert.Equal(ErrorKind.BlockedAddress, refused.Error?.Kind);
        Assert.Equal(1, fixture.Origin.Log.HitsOf("/ok/pooled"));
    }

    [Fact]
    public async Task Fetch_NameThatTurnsPrivate_IsBlockedWhenItDoes()
    {
        // The rebinding trick: the first answer is public (and unreachable here), every later one is loopback.
        var resolver = new ScriptedResolver(["203.0.114.1"], ["127.0.0.1"]);
        using var fetcher = FetcherFixture.Make(new FetchLimits { ConnectTimeout = TimeSpan.FromMilliseconds(200) }, resolver);
        var spec = FetcherFixture.Spec($"http://rebind.test:{fixture.Origin.Port}/ok/rebound") with { AllowPrivate = false, Timeout = TimeSpan.FromSeconds(1) };

        using var result = await fetcher.Fetch(spec, Cancellation);

        Assert.Equal(ErrorKind.BlockedAddress, result.Error?.Kind);
        Assert.NotEqual(ErrorKind.BlockedAddress, result.Attempts[0].Error?.Kind);
        Assert.Equal(2, result.Attempts.Length);
        Assert.Equal(0, fixture.Origin.Log.HitsOf("/ok/rebound"));
    }

    [Fact]
    public async Task Fetch_OneConnection_AsksTheResolverOnce()
    {
        var resolver = new ScriptedResolver(["127.0.0.1"], ["10.0.0.1"]);
        using var fetcher = FetcherFixture.Make(resolver: resolver);

        using var result = await fetcher.Fetch(FetcherFixture.Spec($"http://once.test:{fixture.Origin.Port}/ok/1"), Cancellation);

        Assert.Null(result.Error);
        Assert.Equal(1, resolver.Asked);
    }

    [Fact]
    public async Task Fetch_NameWithPrivateAndPublicAddresses_DialsOnlyThePublicOnes()
    {
        var resolver = new ScriptedResolver(["127.0.0.1", "203.0.114.1"]);
        using var fetcher = FetcherFixture.Make(new FetchLimits { ConnectTimeout = TimeSpan.FromMilliseconds(200), MaxAttempts = 1 }, resolver);
        var spec = FetcherFixture.Spec($"http://mixed.test:{fixture.Origin.Port}/ok/mixed") with { AllowPrivate = false, Timeout = TimeSpan.FromSeconds(1) };

        using var result = await fetcher.Fetch(spec, Cancellation);

        Assert.NotNull(result.Error);
        Assert.NotEqual(ErrorKind.BlockedAddress, result.Error.Kind);
        Assert.Equal(0, fixture.Origin.Log.HitsOf("/ok/mixed"));
    }

    [Fact]
    public async Task Fetch_FirstAddressDoesNotAnswer_TheNextOneDoes()
    {
        var resolver = new ScriptedResolver(["127.0.0.9", "127.0.0.1"]);
        using var fetcher = FetcherFixture.Make(resolver: resolver);

        using var result = await fetcher.Fetch(FetcherFixture.Spec($"http://two.test:{fixture.Origin.Port}/ok/1"), Cancellation);

        Assert.Null(result.Error);
        Assert.Single(result.Attempts);
    }

    [Fact]
    public async Task Fetch_NameWithoutAddress_FailsAsDnsAfterThreeAttempts()
    {
        using var fetcher = FetcherFixture.Make(resolver: new ScriptedResolver([[]]));

        using var result = await fetcher.Fetch(FetcherFixture.Spec("http://nobody.test/"), Cancellation);

        Assert.Equal(ErrorKind.Dns, result.Error?.Kind);
        Assert.Equal(3, result.Attempts.Length);
    }

    [Fact]
    public async Task Fetch_ResolverThatHangs_FailsAsConnectInTime()
    {
        using var fetcher = FetcherFixture.Make(new FetchLimits { MaxAttempts = 1, ConnectTimeout = TimeSpan.FromMilliseconds(200) }, new HangingResolver());

        using var result = await fetcher.Fetch(FetcherFixture.Spec("http://hang.test/"), Cancellation);

        Assert.Equal(ErrorKind.Connect, result.Error?.Kind);
        Assert.True(result.Duration < TimeSpan.FromSeconds(4), $"{result.Duration}");
    }

    [Fact]
    public async Task Fetch_OwnConnectTimeout_BoundsItsOwnConnectionsOnly()
    {
        using var fetcher = FetcherFixture.Make(resolver: new HangingResolver());
        var spec = FetcherFixture.Spec("http://hang.test/") with { ConnectTimeout = TimeSpan.FromMilliseconds(150), Retry = new RetryDefinition { MaxAttempts = 1 }, Timeout = TimeSpan.FromMinutes(1) };

        using var own = await fetcher.Fetch(spec, Cancellation);
        using var common = await fetcher.Fetch(spec with { ConnectTimeout = null, Timeout = TimeSpan.FromMilliseconds(400) }, Cancellation);

        Assert.Equal(ErrorKind.Connect, own.Error?.Kind);
        Assert.Contains("within 0.15 s", own.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.Timeout, common.Error?.Kind);
    }

    [Fact]
    public async Task Fetch_RedirectToAPrivateAddress_IsBlockedWhereItIsDialled()
    {
        var target = Uri.EscapeDataString("http://[::ffff:169.254.169.254]/latest/");

        using var result = await fixture.Fetch($"/redirect-to?url={target}");

        Assert.Equal(ErrorKind.BlockedAddress, result.Error?.Kind);
        Assert.Null(result.Status);
    }

    private sealed class HangingResolver : IHostResolver
    {
        public async Task<System.Net.IPAddress[]> Resolve(string host, CancellationToken cancellation)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            return [];
        }
    }
}
