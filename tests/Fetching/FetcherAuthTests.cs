using System.Text.Json;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin.Manners;

namespace Gleaner.Tests.Fetching;

/// <summary>Credentials: what the server gets, and that nobody else does.</summary>
public sealed class FetcherAuthTests(FetcherFixture fixture) : IClassFixture<FetcherFixture>, IDisposable
{
    private readonly TestSecret _secret = new("s€cret/+&=");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fetch_Bearer_IsSent()
    {
        using var key = new TestSecret();

        Assert.Equal($"Bearer {key.Value}", (await Echo(new AuthDefinition { Kind = AuthKind.Bearer, Secret = key.Reference })).Headers["Authorization"]);
    }

    [Fact]
    public async Task Fetch_Basic_IsSentInUtf8()
    {
        var seen = await Echo(new AuthDefinition { Kind = AuthKind.Basic, User = "mé", Secret = _secret.Reference });

        Assert.Equal($"Basic {Convert.ToBase64String("mé:s€cret/+&="u8)}", seen.Headers["Authorization"]);
    }

    [Fact]
    public async Task Fetch_ApiKeyHeader_TakesThePlaceOfAConfiguredOne()
    {
        using var key = new TestSecret();
        var seen = await Echo(new AuthDefinition { Kind = AuthKind.ApiKeyHeader, Name = "X-Key", Secret = key.Reference }, new HeaderField("x-key", "old"));

        Assert.Equal(key.Value, seen.Headers["X-Key"]);
    }

    [Fact]
    public async Task Fetch_ApiKeyQuery_IsEncodedAndNotInTheFinalUrl()
    {
        var auth = new AuthDefinition { Kind = AuthKind.ApiKeyQuery, Name = "key", Secret = _secret.Reference };

        using var result = await fixture.Fetcher.Fetch(Spec("/echo?a=1&key=old", auth), Cancellation);

        Assert.Equal("/echo?a=1&key=s%E2%82%ACcret%2F%2B%26%3D", Read(result).Target);
        Assert.Equal(fixture.Origin.Url("/echo?a=1"), result.FinalUrl?.ToString());
    }

    [Fact]
    public async Task Fetch_UserInfo_StaysOutOfTheFinalUrl()
    {
        var url = fixture.Origin.Url("/echo").Replace("http://", "http://me:pw@", StringComparison.Ordinal);

        using var result = await fixture.Fetcher.Fetch(FetcherFixture.Spec(url), Cancellation);

        Assert.Equal($"Basic {Convert.ToBase64String("me:pw"u8)}", Read(result).Headers["Authorization"]);
        Assert.Equal(fixture.Origin.Url("/echo"), result.FinalUrl?.ToString());
    }

    [Theory]
    [InlineData(AuthKind.Bearer, "Accept-Language")]
    [InlineData(AuthKind.Basic, "")]
    [InlineData(AuthKind.ApiKeyHeader, "X-Key")]
    [InlineData(AuthKind.ApiKeyHeader, "User-Agent")]
    [InlineData(AuthKind.ApiKeyQuery, "key")]
    public async Task Fetch_AnotherOrigin_GetsNoCredential(AuthKind kind, string name)
    {
        using var canary = new TestSecret();
        var other = $"http://localhost:{fixture.Origin.Port}/echo";
        var auth = new AuthDefinition { Kind = kind, Name = name, User = canary.Value, Secret = canary.Reference };
        HeaderField[] headers = [new("Accept-Language", canary.Reference), new("X-Plain", canary.Value)];
        var request = new RequestDefinition { Query = [new QueryParameter("q", canary.Reference)] };
        var redirected = Spec($"/redirect-to?url={Uri.EscapeDataString(other)}", auth, headers);
        var linked = FetcherFixture.Spec(other, headers) with { Auth = auth, Request = request, TrustedUrl = fixture.Origin.Url("/") };

        using var hop = await fixture.Fetcher.Fetch(redirected, Cancellation);
        using var link = await fixture.Fetcher.Fetch(linked, Cancellation);

        Assert.Null(hop.Error);
        Assert.Null(link.Error);
        Assert.DoesNotContain(canary.Value, System.Text.Encoding.UTF8.GetString(hop.Body.Span), StringComparison.Ordinal);
        Assert.DoesNotContain(canary.Value, System.Text.Encoding.UTF8.GetString(link.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_LinkOnTheSameOrigin_GetsTheCredentialsAndWhatItLeavesOut()
    {
        using var key = new TestSecret();
        var spec = FetcherFixture.Spec(fixture.Origin.Url("/echo?page=2&size=5")) with
        {
            TrustedUrl = fixture.Origin.Url("/echo"),
            Auth = new AuthDefinition { Kind = AuthKind.Bearer, Secret = key.Reference },
            Request = new RequestDefinition { Query = [new("size", "9"), new("lang", "de")] },
        };

        using var result = await fixture.Fetcher.Fetch(spec, Cancellation);

        Assert.Equal("/echo?page=2&size=5&lang=de", Read(result).Target);
        Assert.Equal($"Bearer {key.Value}", Read(result).Headers["Authorization"]);
    }

    [Fact]
    public async Task Fetch_LinkThatRepeatsTheKeys_FinalUrlLeavesThemOut()
    {
        using var key = new TestSecret();
        var spec = FetcherFixture.Spec(fixture.Origin.Url($"/echo?page=2&k={key.Value}&q={key.Value}")) with
        {
            TrustedUrl = fixture.Origin.Url("/echo"),
            Auth = new AuthDefinition { Kind = AuthKind.ApiKeyQuery, Name = "k", Secret = key.Reference },
            Request = new RequestDefinition { Query = [new("q", key.Reference)] },
        };

        using var result = await fixture.Fetcher.Fetch(spec, Cancellation);

        Assert.Equal($"/echo?page=2&k={key.Value}&q={key.Value}", Read(result).Target);
        Assert.Equal(fixture.Origin.Url("/echo?page=2"), result.FinalUrl?.ToString());
    }

    [Theory]
    [InlineData(AuthKind.Bearer, "${env:GLEANER_NO_SUCH_VARIABLE}", null, null, "secret of auth refers to ${env:GLEANER_NO_SUCH_VARIABLE}")]
    [InlineData(AuthKind.Basic, "x", "a:b", null, "has a ':'")]
    [InlineData(AuthKind.ApiKeyHeader, "x", null, "Bad Name", "name")]
    [InlineData(AuthKind.ApiKeyHeader, "x", null, "Content-Length", "not for a source to set")]
    [InlineData(AuthKind.ApiKeyQuery, "x", null, null, "names no query parameter")]
    [InlineData(AuthKind.OAuth2, "x", "id", null, "token URL")]
    [InlineData(AuthKind.Bearer, "a\r\nX: y", null, null, "line break")]
    public async Task Fetch_UnusableAuth_IsAnInvalidRequest(AuthKind kind, string secret, string? user, string? name, string expected)
    {
        using var result = await fixture.Fetcher.Fetch(Spec("/echo", new AuthDefinition { Kind = kind, Secret = secret, User = user, Name = name, TokenUrl = "ftp://x" }), Cancellation);

        Assert.Equal(ErrorKind.InvalidRequest, result.Error?.Kind);
        Assert.Contains(expected, result.Error!.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _secret.Dispose();

    private async Task<Echoed> Echo(AuthDefinition auth, params HeaderField[] headers)
    {
        using var result = await fixture.Fetcher.Fetch(Spec("/echo", auth, headers), Cancellation);
        Assert.Null(result.Error);
        return Read(result);
    }

    private FetchSpec Spec(string path, AuthDefinition auth, params HeaderField[] headers) =>
        FetcherFixture.Spec(fixture.Origin.Url(path), headers) with { Auth = auth };

    private static Echoed Read(FetchResult result) => JsonSerializer.Deserialize<Echoed>(result.Body.Span, JsonSerializerOptions.Web)!;
}
