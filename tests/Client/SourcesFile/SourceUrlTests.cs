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
}
