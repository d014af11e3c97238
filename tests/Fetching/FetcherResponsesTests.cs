using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Fetching;

/// <summary>A source's own reading of statuses.</summary>
public sealed class FetcherResponsesTests(FetcherFixture fixture) : IClassFixture<FetcherFixture>
{
    [Fact]
    public async Task Fetch_404Accepted_ReadsItsBody()
    {
        using var result = await Fetch("/status/404", ResponseAction.Accept);

        Assert.Null(result.Error);
        Assert.Equal("""{"status":404}""", System.Text.Encoding.UTF8.GetString(result.Body.Span));
        Assert.NotNull(result.Sha256);
    }

    [Fact]
    public async Task Fetch_404Ignored_IsFineAndHasNothingToRead()
    {
        using var result = await Fetch("/status/404", ResponseAction.Ignore);

        Assert.Null(result.Error);
        Assert.True(result.Ignored);
        Assert.True(result.Body.IsEmpty);
        Assert.Null(result.Sha256);
        Assert.Null(Assert.Single(result.Attempts).Error);
    }

    [Theory]
    [InlineData("/status/401", ResponseAction.Retry, ErrorKind.Auth, 3)]
    [InlineData("/status/404", ResponseAction.Retry, ErrorKind.HttpStatus, 3)]
    [InlineData("/status/500", ResponseAction.Fail, ErrorKind.HttpStatus, 1)]
    [InlineData("/status/200", ResponseAction.Fail, ErrorKind.HttpStatus, 1)]
    [InlineData("/retry-after/1", ResponseAction.Fail, ErrorKind.RateLimited, 1)]
    [InlineData("/status/403", ResponseAction.RateLimited, ErrorKind.RateLimited, 3)]
    public async Task Fetch_OverriddenFailure_KeepsTheKindOfItsStatus(string path, ResponseAction action, ErrorKind kind, int attempts)
    {
        using var result = await Fetch(path, action);

        Assert.Equal(kind, result.Error?.Kind);
        Assert.Equal(attempts, result.Attempts.Length);
    }

    [Fact]
    public async Task Fetch_RedirectAccepted_IsNotFollowed()
    {
        using var result = await Fetch("/redirect/1", ResponseAction.Accept);

        Assert.Null(result.Error);
        Assert.Equal(302, result.Status);
    }

    private Task<FetchResult> Fetch(string path, ResponseAction action) =>
        fixture.Fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url(path)) with { Responses = new([new(200, 599, action)]) }, TestContext.Current.CancellationToken);
}
