using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Fetching;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.Fetching;

/// <summary>robots.txt, for sources that ask for it. Each test has an origin of its own, since the file is the origin's.</summary>
public sealed class FetcherRobotsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Fetcher _fetcher;
    private TestOrigin _origin = null!;

    public FetcherRobotsTests() => _fetcher = FetcherFixture.Make(time: _clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _origin = await TestOrigin.Start();

    public async ValueTask DisposeAsync()
    {
        _fetcher.Dispose();
        await _origin.DisposeAsync();
    }

    [Theory]
    [InlineData(200, "User-agent: *\nDisallow: /ok", false)]
    [InlineData(200, "User-agent: gleaner\nAllow: /ok\nUser-agent: *\nDisallow: /", true)]
    [InlineData(200, "", true)]
    [InlineData(404, "User-agent: *\nDisallow: /", true)]
    [InlineData(403, "", true)]
    [InlineData(500, "", false)]
    [InlineData(503, "", false)]
    public async Task Fetch_Robots_IsHeeded(int status, string text, bool allowed)
    {
        _origin.Robots = (status, text);

        using var result = await Fetch("/ok/1");

        Assert.Equal(allowed ? null : ErrorKind.HostClosed, result.Error?.Kind);
        Assert.Equal(allowed ? 1 : 0, _origin.Log.HitsOf("/ok/1"));
        Assert.Equal(allowed ? 1 : 0, result.Attempts.Length);
    }

    [Fact]
    public async Task Fetch_NotAskedFor_RobotsIsNotRead()
    {
        using var result = await _fetcher.Fetch(FetcherFixture.Spec(_origin.Url("/ok/1")), Cancellation);

        Assert.Equal(0, _origin.Log.HitsOf("/robots.txt"));
    }

    [Fact]
    public async Task Fetch_ManyAtOnce_ReadItOnceAnHour()
    {
        _origin.Robots = (200, "User-agent: *\nDisallow: /private");
        foreach (var result in await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Fetch($"/ok/{i}"))))
        {
            Assert.Null(result.Error);
            result.Dispose();
        }

        _clock.Advance(TimeSpan.FromMinutes(59));
        using var within = await Fetch("/ok/within");
        Assert.Equal(1, _origin.Log.HitsOf("/robots.txt"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        using var after = await Fetch("/ok/after");
        Assert.Equal(2, _origin.Log.HitsOf("/robots.txt"));
    }

    [Fact]
    public async Task Fetch_UnreadableForAMoment_IsReadAgainSoon()
    {
        _origin.Robots = (500, "");
        using var closed = await Fetch("/ok/1");
        _origin.Robots = (200, "");
        using var still = await Fetch("/ok/1");
        _clock.Advance(TimeSpan.FromMinutes(1));

        using var open = await Fetch("/ok/1");

        Assert.Equal(ErrorKind.HostClosed, closed.Error?.Kind);
        Assert.Contains("500", closed.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.HostClosed, still.Error?.Kind);
        Assert.Null(open.Error);
    }

    [Fact]
    public async Task Fetch_UnreachableHost_IsHostClosed()
    {
        using var result = await Fetch("/refused");

        Assert.Equal(ErrorKind.HostClosed, result.Error?.Kind);
    }

    [Fact]
    public async Task Fetch_RedirectToAForbiddenPath_IsNotFollowed()
    {
        _origin.Robots = (200, "User-agent: *\nDisallow: /ok");

        using var result = await Fetch("/redirect/1");

        Assert.Equal(ErrorKind.HostClosed, result.Error?.Kind);
        Assert.Equal(ErrorKind.HostClosed, Assert.Single(result.Attempts).Error?.Kind);
        Assert.Equal(0, _origin.Log.HitsOf("/ok/redirected"));
    }

    [Fact]
    public async Task Fetch_PrivateAddress_IsBlockedAndNotRemembered()
    {
        using var refused = await _fetcher.Fetch(FetcherFixture.Spec(_origin.Url("/ok/1")) with { Robots = true, AllowPrivate = false }, Cancellation);
        using var allowed = await Fetch("/ok/1");

        Assert.Equal(ErrorKind.BlockedAddress, refused.Error?.Kind);
        Assert.Null(allowed.Error);
    }

    private Task<FetchResult> Fetch(string path) => _fetcher.Fetch(FetcherFixture.Spec(_origin.Url(path)) with { Robots = true }, Cancellation);
}
