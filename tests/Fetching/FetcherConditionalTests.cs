using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Fetching;

/// <summary>"Has it changed?", and what an answer says about the next time.</summary>
public sealed class FetcherConditionalTests(FetcherFixture fixture) : IClassFixture<FetcherFixture>
{
    private const string Modified = "Sun, 22 Nov 2026 12:00:00 GMT";

    private static readonly string ModifiedPath = $"/modified/{Uri.EscapeDataString(Modified)}";

    [Fact]
    public async Task Fetch_First_BringsTheValidators()
    {
        using var tagged = await Fetch("/etag/v1");
        using var dated = await Fetch(ModifiedPath);
        using var plain = await Fetch("/ok/1");

        Assert.Equal(new Validators("\"v1\"", null), tagged.Validators);
        Assert.Equal(new Validators(null, Modified), dated.Validators);
        Assert.Null(plain.Validators);
    }

    [Fact]
    public async Task Fetch_SameETag_IsNotModified()
    {
        using var result = await Fetch("/etag/v1", new Validators("\"v1\"", Modified));

        Assert.Null(result.Error);
        Assert.True(result.NotModified);
        Assert.Equal(304, result.Status);
        Assert.Null(result.Sha256);
        Assert.True(result.Body.IsEmpty);
        Assert.Null(Assert.Single(result.Attempts).Error);
        Assert.False(fixture.Origin.Log.Hits.Last(hit => hit.Path == "/etag/v1").Headers.ContainsKey("If-Modified-Since"));
    }

    [Fact]
    public async Task Fetch_SameDate_IsNotModified()
    {
        using var result = await Fetch(ModifiedPath, new Validators(null, Modified));

        Assert.True(result.NotModified);
    }

    [Fact]
    public async Task Fetch_OtherETag_BringsTheBodyAndTheNewValidators()
    {
        using var result = await Fetch("/etag/v2", new Validators("\"v1\"", null));

        Assert.False(result.NotModified);
        Assert.Equal(new Validators("\"v2\"", null), result.Validators);
        Assert.NotNull(result.Sha256);
    }

    [Fact]
    public async Task Fetch_NotModified_BringsWhatItSaysAnew()
    {
        using var result = await Fetch("/unchanged/v9", new Validators("\"v1\"", null));

        Assert.True(result.NotModified);
        Assert.Equal(new Validators("\"v9\"", null), result.Validators);
        Assert.Equal(TimeSpan.FromSeconds(60), result.FreshFor);
    }

    [Fact]
    public async Task Fetch_304Unasked_FailsAsHttpStatus()
    {
        using var result = await Fetch("/unchanged/v9");

        Assert.Equal(ErrorKind.HttpStatus, result.Error?.Kind);
        Assert.False(result.NotModified);
    }

    [Fact]
    public async Task Fetch_OwnConditionalHeader_IsNotDoubled()
    {
        using var result = await fixture.Fetcher.Fetch(
            FetcherFixture.Spec(fixture.Origin.Url("/etag/v3"), new HeaderField("If-None-Match", "\"mine\"")) with { Validators = new Validators("\"v3\"", null) },
            TestContext.Current.CancellationToken);

        Assert.False(result.NotModified);
        Assert.Equal("\"mine\"", fixture.Origin.Log.Hits.Single(hit => hit.Path == "/etag/v3").Headers["If-None-Match"]);
    }

    [Fact]
    public async Task Fetch_Post_IsNeverConditional()
    {
        using var result = await fixture.Fetcher.Fetch(
            FetcherFixture.Spec(fixture.Origin.Url("/echo?post")) with { Request = new RequestDefinition { Method = "POST" }, Validators = new Validators("\"v1\"", null) },
            TestContext.Current.CancellationToken);

        Assert.False(fixture.Origin.Log.Hits.Single(hit => hit.Path == "/echo?post").Headers.ContainsKey("If-None-Match"));
    }

    [Fact]
    public async Task Fetch_ValidatorsThatCannotBeSentBack_AreDropped()
    {
        using var result = await Fetch($"/with-headers/1?ETag=%22{new string('x', 2000)}%22&Last-Modified=nonsense");

        Assert.Equal(new Validators(null, "nonsense"), result.Validators);
    }

    [Fact]
    public async Task Fetch_Freshness_ComesWithTheResponse()
    {
        using var fresh = await Fetch("/with-headers/1?Cache-Control=max-age%3D90&Age=30");
        using var plain = await Fetch("/ok/1");

        Assert.Equal(TimeSpan.FromSeconds(60), fresh.FreshFor);
        Assert.Null(plain.FreshFor);
    }

    [Fact]
    public async Task Fetch_LinkAndFinalUrl_ComeWithTheResponse()
    {
        var link = Uri.EscapeDataString("</x?page=2>; rel=\"next\"");
        var target = Uri.EscapeDataString($"/with-headers/1?Link={link}");

        using var result = await Fetch($"/redirect-to?url={target}");

        Assert.Equal("</x?page=2>; rel=\"next\"", result.Link);
        Assert.Equal("/with-headers/1", result.FinalUrl?.AbsolutePath);
    }

    private Task<FetchResult> Fetch(string path, Validators? validators = null) =>
        fixture.Fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url(path)) with { Validators = validators }, TestContext.Current.CancellationToken);
}
