using System.Text.Json;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin.Manners;

namespace Gleaner.Tests.Fetching;

/// <summary>What reaches the server of a source's request.</summary>
public sealed class FetcherRequestTests(FetcherFixture fixture) : IClassFixture<FetcherFixture>
{
    private const string Json = """{"query":"{ all }"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fetch_PostWithBody_ArrivesAsConfigured()
    {
        var seen = await Echo("/echo", new RequestDefinition { Method = "POST", Body = Json });

        Assert.Equal(("POST", Json), (seen.Method, seen.Body));
        Assert.Equal("application/json", seen.Headers["Content-Type"]);
        Assert.Equal($"{Json.Length}", seen.Headers["Content-Length"]);
    }

    [Theory]
    [InlineData("a=1&b=2", null, "text/plain; charset=utf-8")]
    [InlineData("a=1&b=2", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded")]
    [InlineData("[1,2]", null, "application/json")]
    [InlineData("{broken", null, "text/plain; charset=utf-8")]
    public async Task Fetch_Body_HasItsContentType(string body, string? configured, string expected) =>
        Assert.Equal(expected, (await Echo("/echo", new RequestDefinition { Method = "PUT", Body = body, ContentType = configured })).Headers["Content-Type"]);

    [Fact]
    public async Task Fetch_ContentTypeHeader_WinsOverTheGuess()
    {
        var seen = await Echo("/echo", new RequestDefinition { Method = "POST", Body = Json }, new HeaderField("content-type", "application/graphql"));

        Assert.Equal("application/graphql", seen.Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("POST", "0")]
    [InlineData("DELETE", null)]
    [InlineData("GET", null)]
    public async Task Fetch_NoBody_AnnouncesNoneWhereOneIsExpected(string method, string? length) =>
        Assert.Equal(length, (await Echo("/echo", new RequestDefinition { Method = method })).Headers.GetValueOrDefault("Content-Length"));

    [Theory]
    [InlineData("/echo")]
    [InlineData("/large-head")]
    public async Task Fetch_Head_IsAcceptedWithoutABody(string path)
    {
        using var result = await fixture.Fetcher.Fetch(Spec(path, new RequestDefinition { Method = "HEAD" }), Cancellation);

        Assert.Null(result.Error);
        Assert.True(result.Body.IsEmpty);
    }

    [Fact]
    public async Task Fetch_Query_IsAddedAndThePagesReplacesIt()
    {
        var request = new RequestDefinition { Query = [new("q", "a b&c"), new("page", "1"), new("q", "2")] };
        var spec = Spec("/echo?u=%7e+x", request) with { PageQuery = [new("page", "7"), new("cursor", "${env:PATH}")] };

        using var result = await fixture.Fetcher.Fetch(spec, Cancellation);

        // A cursor came from the server: what looks like a reference in it is text.
        Assert.Equal("/echo?u=~+x&q=a%20b%26c&page=7&q=2&cursor=%24%7Benv%3APATH%7D", Read(result).Target);
    }

    [Fact]
    public async Task Fetch_SecretsInQueryAndBody_ReachTheServerAndNotTheFinalUrl()
    {
        using var secret = new TestSecret();
        var request = new RequestDefinition { Method = "POST", Query = [new("a", "1"), new("key", secret.Reference)], Body = $"<{secret.Reference}>" };

        using var result = await fixture.Fetcher.Fetch(Spec("/echo", request), Cancellation);

        var seen = Read(result);
        Assert.Equal($"/echo?a=1&key={secret.Value}", seen.Target);
        Assert.Equal($"<{secret.Value}>", seen.Body);
        Assert.Equal(fixture.Origin.Url("/echo?a=1"), result.FinalUrl?.ToString());
    }

    [Theory]
    [InlineData("CONNECT", null, "method")]
    [InlineData("GE T", null, "method")]
    [InlineData("POST", "${env:GLEANER_NO_SUCH_VARIABLE}", "body of the request refers to ${env:GLEANER_NO_SUCH_VARIABLE}")]
    public async Task Fetch_UnusableRequest_FailsBeforeAnythingIsSent(string method, string? body, string expected)
    {
        using var result = await fixture.Fetcher.Fetch(Spec("/echo", new RequestDefinition { Method = method, Body = body }), Cancellation);

        Assert.Equal(ErrorKind.InvalidRequest, result.Error?.Kind);
        Assert.Contains(expected, result.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(result.Attempts);
    }

    [Theory]
    [InlineData(301, "GET", "")]
    [InlineData(302, "GET", "")]
    [InlineData(303, "GET", "")]
    [InlineData(307, "POST", Json)]
    [InlineData(308, "POST", Json)]
    public async Task Fetch_RedirectedPost_GoesOnAsItsStatusSays(int status, string method, string body)
    {
        var seen = await Echo($"/redirect-as/{status}?url=/echo", new RequestDefinition { Method = "POST", Body = Json });

        Assert.Equal((method, body), (seen.Method, seen.Body));
        Assert.Equal(body.Length > 0, seen.Headers.ContainsKey("Content-Type"));
    }

    [Fact]
    public async Task Fetch_SecretBodyToAnotherOrigin_IsNotSent()
    {
        using var secret = new TestSecret();
        var other = Uri.EscapeDataString($"http://localhost:{fixture.Origin.Port}/echo?never");
        var spec = Spec($"/redirect-as/307?url={other}", new RequestDefinition { Method = "POST", Body = secret.Reference });

        using var result = await fixture.Fetcher.Fetch(spec, Cancellation);

        Assert.Equal(ErrorKind.Redirect, result.Error?.Kind);
        Assert.DoesNotContain(fixture.Origin.Log.Hits, hit => hit.Path == "/echo?never");
    }

    [Theory]
    [InlineData("POST", null, 1)]
    [InlineData("PATCH", null, 1)]
    [InlineData("POST", true, 3)]
    [InlineData("PUT", null, 3)]
    [InlineData("DELETE", false, 3)]
    public async Task Fetch_Failure_OnlyRepeatableMethodsAreRepeated(string method, bool? repeatAll, int attempts)
    {
        var spec = FetcherFixture.Spec(fixture.Origin.Url("/reset")) with { Request = new RequestDefinition { Method = method }, Retry = new RetryDefinition { Unsafe = repeatAll } };

        using var result = await fixture.Fetcher.Fetch(spec, Cancellation);

        Assert.Equal(attempts, result.Attempts.Length);
    }

    [Fact]
    public async Task Fetch_OwnRetryAndCaps_Hold()
    {
        var retried = FetcherFixture.Spec(fixture.Origin.Url("/status/500")) with { Retry = new RetryDefinition { MaxAttempts = 5 } };
        var capped = FetcherFixture.Spec(fixture.Origin.Url("/huge/5000")) with { MaxBodyBytes = 4999 };
        var raised = FetcherFixture.Spec(fixture.Origin.Url("/huge/20000000")) with { MaxBodyBytes = 20_000_000 };
        var stayed = FetcherFixture.Spec(fixture.Origin.Url("/redirect/1")) with { MaxRedirects = 0 };

        using var five = await fixture.Fetcher.Fetch(retried, Cancellation);
        using var large = await fixture.Fetcher.Fetch(capped, Cancellation);
        using var whole = await fixture.Fetcher.Fetch(raised, Cancellation);
        using var redirected = await fixture.Fetcher.Fetch(stayed, Cancellation);

        Assert.Equal(5, five.Attempts.Length);
        Assert.Equal(ErrorKind.TooLarge, large.Error?.Kind);
        Assert.Equal(20_000_000, whole.Body.Length);
        Assert.Equal(ErrorKind.Redirect, redirected.Error?.Kind);
    }

    [Fact]
    public async Task Fetch_OwnIdleTimeout_Holds()
    {
        var spec = FetcherFixture.Spec(fixture.Origin.Url("/silent-body")) with { IdleTimeout = TimeSpan.FromMilliseconds(200), Retry = new RetryDefinition { MaxAttempts = 1 } };

        using var result = await fixture.Fetcher.Fetch(spec, Cancellation);

        Assert.Contains("stood still for 0.2 s", result.Error?.Message, StringComparison.Ordinal);
    }

    private async Task<Echoed> Echo(string path, RequestDefinition request, params HeaderField[] headers)
    {
        using var result = await fixture.Fetcher.Fetch(Spec(path, request, headers), Cancellation);
        Assert.Null(result.Error);
        return Read(result);
    }

    private FetchSpec Spec(string path, RequestDefinition request, params HeaderField[] headers) =>
        FetcherFixture.Spec(fixture.Origin.Url(path), headers) with { Request = request };

    private static Echoed Read(FetchResult result) => JsonSerializer.Deserialize<Echoed>(result.Body.Span, JsonSerializerOptions.Web)!;
}
