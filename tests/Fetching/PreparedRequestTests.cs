using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Fetching;

public sealed class PreparedRequestTests
{
    private static readonly Hop Elsewhere = new(new Uri("https://elsewhere.test/"), HttpMethod.Get, Trusted: false, WithBody: true);

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("/path/only")]
    [InlineData("ftp://example.test/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://")]
    [InlineData("http:///path")]
    [InlineData("http://exa mple.test/")]
    [InlineData("http://example.test:99999/")]
    [InlineData("http://example.test:0/")]
    [InlineData("javascript:alert(1)")]
    public void TryCreate_BadUrl_IsAnInvalidRequest(string url)
    {
        Assert.Null(PreparedRequest.TryCreate(FetcherFixture.Spec(url), out var fault));
        Assert.Equal(ErrorKind.InvalidRequest, fault?.Kind);
    }

    [Theory]
    [InlineData("", "x", "name")]
    [InlineData("Bad Name", "x", "name")]
    [InlineData("Bad\r\nName", "x", "name")]
    [InlineData("X-Line", "a\r\nX-Smuggled: b", "X-Line has a line break")]
    [InlineData("X-Line", "a\nb", "X-Line has a line break")]
    [InlineData("X-Null", "a\0b", "X-Null has a control character")]
    [InlineData("Content-Length", "5", "Content-Length is not for a source to set")]
    [InlineData("transfer-encoding", "chunked", "not for a source to set")]
    [InlineData("Authorization", "Bearer ${env:GLEANER_NO_SUCH_VARIABLE}", "Authorization refers to ${env:GLEANER_NO_SUCH_VARIABLE}")]
    public void TryCreate_BadHeader_IsAnInvalidRequest(string name, string value, string expected)
    {
        Assert.Null(PreparedRequest.TryCreate(FetcherFixture.Spec("http://example.test/", new HeaderField(name, value)), out var fault));
        Assert.Equal(ErrorKind.InvalidRequest, fault?.Kind);
        Assert.Contains(expected, fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ForHop_NoHeaders_SaysWhoAsksAndWhatIsUnderstood()
    {
        using var message = Prepare("http://example.test/").ForHop(At("http://example.test/"));

        Assert.Matches(@"^Gleaner/\d+\.\d+\.\d+$", message.Headers.UserAgent.ToString());
        Assert.Equal("*/*", message.Headers.Accept.ToString());
        Assert.Equal("gzip, deflate, br", message.Headers.AcceptEncoding.ToString());
    }

    [Fact]
    public void ForHop_OwnHeaders_ReplaceTheDefaultsAndKeepTheirOrder()
    {
        var request = Prepare("http://example.test/", new("user-agent", "mine"), new("X-A", "1"), new("X-A", "2"), new("Content-Type", "application/json"));

        using var message = request.ForHop(request.First);

        Assert.Equal("mine", message.Headers.UserAgent.ToString());
        Assert.Equal(["1", "2"], message.Headers.GetValues("X-A"));
        Assert.Equal("application/json", message.Content?.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("Cookie")]
    [InlineData("Proxy-Authorization")]
    [InlineData("X-Api-Key")]
    [InlineData("Private-Token")]
    [InlineData("Host")]
    [InlineData("Content-Type")]
    public void ForHop_OtherOrigin_HeaderStaysBehind(string name)
    {
        var request = Prepare("https://example.test/", new HeaderField(name, "canary"), new HeaderField("Accept-Language", "de"));

        using var message = request.ForHop(Elsewhere);

        Assert.False(message.Headers.Contains("Authorization"));
        Assert.DoesNotContain("canary", message.ToString(), StringComparison.Ordinal);
        Assert.Equal("de", message.Headers.AcceptLanguage.ToString());
    }

    [Fact]
    public void ForHop_UserInfoInTheUrl_BecomesBasicAuthorizationAtHomeOnly()
    {
        var request = Prepare("https://me:p%40ss@example.test/");

        using var home = request.ForHop(request.First);
        using var away = request.ForHop(Elsewhere);

        Assert.Equal("Basic bWU6cEBzcw==", home.Headers.Authorization?.ToString());
        Assert.Null(away.Headers.Authorization);
    }

    private static Hop At(string url) => new(new Uri(url), HttpMethod.Get, Trusted: true, WithBody: true);

    private static PreparedRequest Prepare(string url, params HeaderField[] headers)
    {
        var request = PreparedRequest.TryCreate(FetcherFixture.Spec(url, headers), out var fault);
        Assert.Null(fault);
        return request!;
    }
}
