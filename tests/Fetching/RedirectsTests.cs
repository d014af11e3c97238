using Gleaner.Pipeline.Fetching;

namespace Gleaner.Tests.Fetching;

public sealed class RedirectsTests
{
    private static readonly Uri Start = new("https://start.test/a?b=secret");

    private static readonly Hop First = new(Start, HttpMethod.Get, Trusted: true, WithBody: true);

    private readonly Redirects _redirects = new(First, most: 5);

    [Theory]
    [InlineData("/x", "https://start.test/x")]
    [InlineData("x", "https://start.test/x")]
    [InlineData("?c=d", "https://start.test/a?c=d")]
    [InlineData("//other.test/x", "https://other.test/x")]
    [InlineData("https://other.test:8443/x", "https://other.test:8443/x")]
    public void Follow_Location_IsResolvedAgainstTheHop(string location, string expected)
    {
        Assert.Equal(expected, _redirects.Follow(First, 302, location, out var fault)?.Url.ToString());
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
        Assert.Null(_redirects.Follow(First, 302, location, out var fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Follow_SixthHop_IsOneTooMany()
    {
        var at = First;
        for (var hop = 1; hop <= 5; hop++)
        {
            at = _redirects.Follow(at, 302, $"/{hop}", out _)!.Value;
        }

        Assert.Null(_redirects.Follow(at, 302, "/6", out var fault));
        Assert.Contains("More than 5 redirects", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/x", true)]
    [InlineData("https://START.test:443/x", true)]
    [InlineData("https://start.test:8443/x", false)]
    [InlineData("https://sub.start.test/x", false)]
    public void Trusted_AfterAHop_HoldsOnTheSameOriginOnly(string location, bool trusted)
    {
        Assert.Equal(trusted, _redirects.Follow(First, 302, location, out _)?.Trusted);
    }

    [Fact]
    public void Follow_BackHomeAfterADetour_TrustStaysLost()
    {
        var away = _redirects.Follow(First, 302, "https://other.test/", out _)!.Value;

        Assert.False(_redirects.Follow(away, 302, "https://start.test/back", out _)?.Trusted);
    }

    [Theory]
    [InlineData("GET", 301, "GET", true)]
    [InlineData("GET", 303, "GET", true)]
    [InlineData("HEAD", 303, "HEAD", true)]
    [InlineData("POST", 301, "GET", false)]
    [InlineData("POST", 302, "GET", false)]
    [InlineData("POST", 303, "GET", false)]
    [InlineData("POST", 307, "POST", true)]
    [InlineData("POST", 308, "POST", true)]
    [InlineData("PUT", 302, "PUT", true)]
    [InlineData("PUT", 303, "GET", false)]
    public void Follow_Status_SaysHowTheNextHopIsAsked(string method, int status, string next, bool withBody)
    {
        var hop = new Redirects(First with { Method = new HttpMethod(method) }, most: 5).Follow(First with { Method = new HttpMethod(method) }, status, "/x", out _);

        Assert.Equal((new HttpMethod(next), withBody), (hop!.Value.Method, hop.Value.WithBody));
    }

    [Fact]
    public void Follow_ToItselfAsAnotherMethod_IsNoLoop()
    {
        var post = First with { Method = HttpMethod.Post };

        Assert.NotNull(new Redirects(post, most: 5).Follow(post, 303, Start.ToString(), out _));
    }

    [Theory]
    [InlineData(307, "https://other.test/x", false)]
    [InlineData(307, "https://start.test/x", true)]
    [InlineData(303, "https://other.test/x", true)]
    public void Follow_SecretBody_StaysOnItsOrigin(int status, string location, bool followed)
    {
        var post = First with { Method = HttpMethod.Post };

        var next = new Redirects(post, most: 5, secretBody: true).Follow(post, status, location, out var fault);

        Assert.Equal(followed, next is not null);
        Assert.Equal(followed, !fault.Contains("secret in the request's body", StringComparison.Ordinal));
    }
}
