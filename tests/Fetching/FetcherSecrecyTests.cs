using Gleaner.Contracts.Sources;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Fetching;

/// <summary>A canary in every place a secret can be: no error may sing it.</summary>
public sealed class FetcherSecrecyTests(FetcherFixture fixture) : IClassFixture<FetcherFixture>
{
    private const string Canary = "canary0815";

    [Theory]
    [InlineData("/refused")]
    [InlineData("/reset")]
    [InlineData("/garbage")]
    [InlineData("/status/401")]
    [InlineData("/status/500")]
    [InlineData("/redirect-loop")]
    [InlineData("/redirect-private")]
    [InlineData("/redirect-to?url=ftp%3A%2F%2Fcanary0815%40x.test%2Fcanary0815")]
    [InlineData("/retry-after/600")]
    [InlineData("/bad-gzip")]
    [InlineData("/unknown-coding")]
    [InlineData("/silent")]
    public async Task Fetch_Failure_MessageHoldsNoSecret(string path)
    {
        var variable = $"GLEANER_TEST_{Guid.NewGuid():n}";
        Environment.SetEnvironmentVariable(variable, Canary);
        var url = fixture.Origin.Url(path).Replace("http://", $"http://{Canary}:{Canary}@", StringComparison.Ordinal);
        url += (url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"key={Canary}";
        var spec = FetcherFixture.Spec(url, new HeaderField("X-Key", $"${{env:{variable}}}"), new HeaderField("X-Plain", Canary)) with { Timeout = TimeSpan.FromMilliseconds(500) };

        using var result = await fixture.Fetcher.Fetch(spec, TestContext.Current.CancellationToken);
        Environment.SetEnvironmentVariable(variable, null);

        Assert.NotNull(result.Error);
        Assert.All(result.Attempts, attempt => Assert.DoesNotContain(Canary, attempt.Error?.Message ?? "", StringComparison.Ordinal));
        Assert.DoesNotContain(Canary, result.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Key", "canary0815\r\nX: y")]
    [InlineData("X-Key", "canary0815\u0001")]
    [InlineData("X canary0815", "x")]
    [InlineData("X-Key", "${canary0815")]
    [InlineData("X-Key", "${canary0815}")]
    public async Task Fetch_UnusableHeader_MessageHoldsNoSecret(string name, string value)
    {
        using var result = await fixture.Fetch("/ok/1", new HeaderField(name, value));

        Assert.DoesNotContain(Canary, result.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(result.Attempts);
    }

    [Fact]
    public async Task Fetch_SecretReference_ReachesTheServer()
    {
        var variable = $"GLEANER_TEST_{Guid.NewGuid():n}";
        Environment.SetEnvironmentVariable(variable, Canary);

        using var result = await fixture.Fetch("/echo-headers", new HeaderField("Authorization", $"Bearer ${{env:{variable}}}"));
        Environment.SetEnvironmentVariable(variable, null);

        Assert.Contains($"Bearer {Canary}", System.Text.Encoding.UTF8.GetString(result.Body.Span), StringComparison.Ordinal);
    }
}
