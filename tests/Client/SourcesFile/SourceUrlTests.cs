using Gleaner.Client.SourcesFile;

namespace Gleaner.Tests.Client.SourcesFile;

public sealed class SourceUrlTests
{
    [Theory]
    [InlineData("http://example.com")]
    [InlineData("https://example.com:8443/a?b=c#d")]
    [InlineData("http://127.0.0.1:80/ü")]
    [InlineData("HTTP://example.com/")]
    [InlineData("http://[::1]/")]
    public void FaultIn_HttpUrl_IsNone(string url) => Assert.Null(SourceUrl.FaultIn(url));

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("example.com/x", "is not an absolute URL; write for example https://example.com/data.json")]
    [InlineData("/etc/passwd", "is not an absolute URL; write for example https://example.com/data.json")]
    [InlineData("http://", "is not an absolute URL; write for example https://example.com/data.json")]
    [InlineData("http://exa mple.com", "has a space or a control character")]
    [InlineData("http://example.com/\n", "has a space or a control character")]
    [InlineData("ftp://example.com/x", "has the scheme 'ftp'; only http and https can be fetched")]
    [InlineData("file:///etc/passwd", "has the scheme 'file'; only http and https can be fetched")]
    public void FaultIn_AnythingElse_SaysWhy(string url, string fault) => Assert.Equal(fault, SourceUrl.FaultIn(url));

    [Theory]
    [InlineData("http://ann:hunter2@a/")]
    [InlineData("http://ann@a/")]
    [InlineData("http:\\\\ann:hunter2@a/")]
    [InlineData("HTTPS://ann:hunt%40er2@[::1]:8443/x?y#z")]
    public void FaultIn_UserAndPassword_PointsToAuth(string url) => Assert.Contains("auth:", SourceUrl.FaultIn(url), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://ann:hunter2@a/x", "http://***@a/x")]
    [InlineData("http:\\\\ann:hunter2@a/x", "http://***@a/x")]
    [InlineData("htp://ann:hun@ter2@a b", "htp://***@a b")]
    [InlineData("http://a/x?mail=ann@b", "http://a/x?mail=ann@b")]
    [InlineData("http://a/ann@b", "http://a/ann@b")]
    public void Shown_UserAndPassword_IsMasked(string url, string shown) => Assert.Equal(shown, SourceUrl.Shown(url));
}
