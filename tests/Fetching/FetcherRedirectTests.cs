using System.Text.Json;
using Gleaner.Contracts.Sources;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Fetching;

public sealed class FetcherRedirectTests(FetcherFixture fixture) : IClassFixture<FetcherFixture>
{
    private static readonly HeaderField[] Credentials = [new("Authorization", "Bearer canary"), new("X-Api-Key", "canary"), new("Cookie", "canary=1"), new("Accept-Language", "de")];

    [Fact]
    public async Task Fetch_FiveRedirects_AreOneAttempt()
    {
        using var result = await fixture.Fetch("/redirect/5");

        Assert.Null(result.Error);
        Assert.Single(result.Attempts);
        Assert.Contains("redirected", System.Text.Encoding.UTF8.GetString(result.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_RedirectToTheSameOrigin_KeepsTheHeaders()
    {
        using var result = await fixture.Fetch("/redirect-to?url=/echo-headers", Credentials);

        var seen = JsonSerializer.Deserialize<Dictionary<string, string>>(result.Body.Span)!;
        Assert.Equal("Bearer canary", seen["Authorization"]);
        Assert.Equal("canary", seen["X-Api-Key"]);
    }

    [Fact]
    public async Task Fetch_RedirectToAnotherOrigin_DropsEveryCredential()
    {
        // The same server under another name is another origin.
        var other = Uri.EscapeDataString($"http://localhost:{fixture.Origin.Port}/echo-headers");

        using var result = await fixture.Fetch($"/redirect-to?url={other}", Credentials);

        Assert.Null(result.Error);
        Assert.DoesNotContain("canary", System.Text.Encoding.UTF8.GetString(result.Body.Span), StringComparison.Ordinal);
        Assert.Equal("de", JsonSerializer.Deserialize<Dictionary<string, string>>(result.Body.Span)!["Accept-Language"]);
    }

    [Fact]
    public async Task Fetch_RedirectWithUserInfo_DoesNotSendIt()
    {
        var location = Uri.EscapeDataString($"http://me:canary@127.0.0.1:{fixture.Origin.Port}/echo-headers");

        using var result = await fixture.Fetch($"/redirect-to?url={location}");

        Assert.Null(result.Error);
        Assert.DoesNotContain("Authorization", System.Text.Encoding.UTF8.GetString(result.Body.Span), StringComparison.OrdinalIgnoreCase);
    }
}
