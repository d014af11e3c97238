using Gleaner.Contracts.Runs;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.Fetching;

public sealed class FetcherTests(FetcherFixture fixture) : IClassFixture<FetcherFixture>
{
    [Fact]
    public async Task Fetch_Ok_BodyAndHashAreWhatWasSent()
    {
        using var result = await fixture.Fetch("/ok/7");

        Assert.Null(result.Error);
        Assert.Equal(200, result.Status);
        Assert.Equal("application/json", result.ContentType);
        Assert.Equal(result.Body.Length, result.Bytes);
        Assert.Equal((await Sent("/ok/7")).Sha256, result.Sha256);
        Assert.Single(result.Attempts);
    }

    [Theory]
    [InlineData("/refused", ErrorKind.Connect, 3, null)]
    [InlineData("/reset", ErrorKind.Reset, 3, null)]
    [InlineData("/reset-body", ErrorKind.Reset, 3, 200)]
    [InlineData("/hang-up", ErrorKind.Reset, 3, null)]
    [InlineData("/short", ErrorKind.ShortBody, 3, 200)]
    [InlineData("/short-chunked", ErrorKind.ShortBody, 3, 200)]
    [InlineData("/garbage", ErrorKind.Protocol, 1, null)]
    [InlineData("/bad-header", ErrorKind.Protocol, 1, null)]
    [InlineData("/bad-chunk", ErrorKind.Protocol, 1, 200)]
    [InlineData("/long-header", ErrorKind.Protocol, 1, null)]
    [InlineData("/bad-gzip", ErrorKind.Protocol, 1, 200)]
    [InlineData("/cut-gzip", ErrorKind.Protocol, 1, 200)]
    [InlineData("/unknown-coding", ErrorKind.Protocol, 1, 200)]
    [InlineData("/gzip-bomb", ErrorKind.TooLarge, 1, 200)]
    [InlineData("/huge/20000000", ErrorKind.TooLarge, 1, 200)]
    [InlineData("/endless", ErrorKind.TooLarge, 1, 200)]
    [InlineData("/redirect-loop", ErrorKind.Redirect, 1, 302)]
    [InlineData("/redirect/6", ErrorKind.Redirect, 1, 302)]
    [InlineData("/redirect-nowhere", ErrorKind.Redirect, 1, 302)]
    [InlineData("/redirect-private", ErrorKind.BlockedAddress, 1, null)]
    [InlineData("/status/401", ErrorKind.Auth, 1, 401)]
    [InlineData("/status/403", ErrorKind.Auth, 1, 403)]
    [InlineData("/status/404", ErrorKind.HttpStatus, 1, 404)]
    [InlineData("/status/418", ErrorKind.HttpStatus, 1, 418)]
    [InlineData("/status/500", ErrorKind.HttpStatus, 3, 500)]
    [InlineData("/status/503", ErrorKind.HttpStatus, 3, 503)]
    [InlineData("/retry-after/600", ErrorKind.RateLimited, 1, 429)]
    [InlineData("/retry-after-503/600", ErrorKind.RateLimited, 1, 503)]
    public async Task Fetch_BadManner_FailsWithItsKind(string path, ErrorKind kind, int attempts, int? status)
    {
        using var result = await fixture.Fetch(path);

        Assert.True(kind == result.Error?.Kind, $"{path}: {result.Error}");
        Assert.Equal(attempts, result.Attempts.Length);
        Assert.Equal(status, result.Status);
        Assert.Null(result.Sha256);
        Assert.True(result.Body.IsEmpty);
        Assert.EndsWith(".", result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_SelfSignedCertificate_FailsAsTlsAtOnce()
    {
        using var result = await fixture.Fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.TlsUrl("/ok/1")), TestContext.Current.CancellationToken);

        Assert.Equal(ErrorKind.Tls, result.Error?.Kind);
        Assert.Contains("self-signed", result.Error!.Message, StringComparison.Ordinal);
        Assert.Single(result.Attempts);
    }

    [Fact]
    public async Task Fetch_HttpsFromAPlainServer_FailsAsTlsAfterThreeAttempts()
    {
        var url = fixture.Origin.Url("/ok/1").Replace("http://", "https://", StringComparison.Ordinal);

        using var result = await fixture.Fetcher.Fetch(FetcherFixture.Spec(url), TestContext.Current.CancellationToken);

        Assert.Equal(ErrorKind.Tls, result.Error?.Kind);
        Assert.Contains("handshake", result.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(3, result.Attempts.Length);
    }

    [Theory]
    [InlineData("/status/204")]
    [InlineData("/empty")]
    public async Task Fetch_NoBody_IsAcceptedAsEmpty(string path)
    {
        using var result = await fixture.Fetch(path);

        Assert.Null(result.Error);
        Assert.True(result.Body.IsEmpty);
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", result.Sha256);
    }

    [Fact]
    public async Task Fetch_ManyAtOnce_EachHasItsOwnBody()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => fixture.Fetch($"/sized/{i * 50}/many-{i}")));

        foreach (var (result, i) in results.Select((result, i) => (result, i)))
        {
            Assert.Null(result.Error);
            Assert.Contains($"\"many-{i}\"", System.Text.Encoding.UTF8.GetString(result.Body.Span), StringComparison.Ordinal);
            result.Dispose();
        }
    }

    [Theory]
    [InlineData("/gzip")]
    [InlineData("/deflate")]
    [InlineData("/raw-deflate")]
    [InlineData("/br")]
    public async Task Fetch_Compressed_HashIsOfTheDecompressedBody(string path)
    {
        using var result = await fixture.Fetch(path);

        Assert.Null(result.Error);
        Assert.Equal((await Sent(path)).Sha256, result.Sha256);
    }

    [Fact]
    public async Task Fetch_FlakyTwice_ThirdAttemptIsAccepted()
    {
        using var result = await fixture.Fetch("/flaky/2/a");

        Assert.Null(result.Error);
        Assert.Equal([500, 503, 200], result.Attempts.Select(attempt => attempt.Status));
        Assert.NotNull(result.Attempts[0].Error);
        Assert.Null(result.Attempts[2].Error);
    }

    private Task<OriginSent> Sent(string path) => fixture.Origin.Log.FirstSent(path).WaitAsync(FetcherFixture.Timeout, TestContext.Current.CancellationToken);
}
