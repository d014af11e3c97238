using Gleaner.Pipeline.Fetching;

namespace Gleaner.Tests.Fetching;

public sealed class RedirectsTests
{
    private static readonly Uri Start = new("https://start.test/a?b=secret");

    private readonly Redirects _redirects = new(Start, most: 5);

    [Theory]
    [InlineData("/x", "https://start.test/x")]
    [InlineData("x", "https://start.test/x")]
    [InlineData("?c=d", "https://start.test/a?c=d")]
    [InlineData("//other.test/x", "https://other.test/x")]
    [InlineData("https://other.test:8443/x", "https://other.test:8443/x")]
    public void Follow_Location_IsResolvedAgainstTheHop(string location, string expected)
    {
        Assert.Equal(expected, _redirects.Follow(Start, location, out var fault)?.ToString());
        Assert.Equal("", fault);
    }

    [Theory]
    [InlineData(null, "without saying where")]
    [InlineData("", "without saying where")]
    [InlineData("http://start.test/x", "from https to http")]
    [InlineData("ftp://start.test/x", "not an http or https URL")]
    [InlineData("file:///etc/passwd", "not an http or https URL")]
    [InlineData("data:text/plain,x", "not an http or https URL")]
    [InlineData("https://start.test/a?b=secret", "in a loop")]
    [InlineData("/a?b=secret", "in a loop")]
    [InlineData("https://start.test/a?b=secret#fragment", "in a loop")]
    public void Follow_LocationThatMayNotBeFollowed_SaysWhyWithoutPathOrQuery(string? location, string expected)
    {
        Assert.Null(_redirects.Follow(Start, location, out var fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Follow_SixthHop_IsOneTooMany()
    {
        var at = Start;
        for (var hop = 1; hop <= 5; hop++)
        {
            at = _redirects.Follow(at, $"/{hop}", out _)!;
            Assert.NotNull(at);
        }

        Assert.Null(_redirects.Follow(at, "/6", out var fault));
        Assert.Contains("More than 5 redirects", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/x", true)]
    [InlineData("https://START.test:443/x", true)]
    [InlineData("https://start.test:8443/x", false)]
    [InlineData("https://sub.start.test/x", false)]
    public void Trusted_AfterAHop_HoldsOnTheSameOriginOnly(string location, bool trusted)
    {
        Assert.NotNull(_redirects.Follow(Start, location, out _));
        Assert.Equal(trusted, _redirects.Trusted);
    }

    [Fact]
    public void Trusted_BackHomeAfterADetour_StaysLost()
    {
        var away = _redirects.Follow(Start, "https://other.test/", out _)!;

        Assert.NotNull(_redirects.Follow(away, "https://start.test/back", out _));
        Assert.False(_redirects.Trusted);
    }
}
