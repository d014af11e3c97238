using Gleaner.Pipeline.Hosts;

namespace Gleaner.Tests.Hosts;

public sealed class HostAuthorityTests
{
    [Theory]
    [InlineData("HTTPS://Example.ORG/a?b=1", "https://example.org:443")]
    [InlineData("http://user:pw@example.org:8080/", "http://example.org:8080")]
    [InlineData("http://[::1]/", "http://[::1]:80")]
    [InlineData("http://bücher.example/", "http://xn--bcher-kva.example:80")]
    public void Of_Url_IsSchemeHostAndPort(string url, string authority) => Assert.Equal(authority, HostAuthority.Of(new Uri(url)));
}
