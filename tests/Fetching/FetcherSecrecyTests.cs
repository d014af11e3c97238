using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
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

    public static TheoryData<string, string> PlacesAndEnds()
    {
        string[] places = ["bearer", "basic", "basic-user", "key-header", "key-query", "oauth2", "oauth2-token", "userinfo", "header", "query", "body", "proxy"];
        string[] ends = ["/ok/1", "/refused", "/reset", "/garbage", "/status/401", "/status/404", "/status/500", "/redirect/1", "/redirect-loop", "/redirect-private", "/retry-after/600", "/bad-gzip", "/silent"];
        var data = new TheoryData<string, string>();
        foreach (var place in places)
        {
            foreach (var end in ends)
            {
                data.Add(place, end);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(PlacesAndEnds))]
    public async Task Fetch_SecretInAnyPlace_NoTextOfTheResultAndNoLogHoldsIt(string place, string path)
    {
        using var secret = new TestSecret(place == "oauth2-token" ? "token-canary" : null);
        var log = new RecordingLog<Fetcher>();
        using var fetcher = FetcherFixture.Make(new FetchLimits { MaxAttempts = 2 }, log: log);
        var spec = With(secret, place, FetcherFixture.Spec(fixture.Origin.Url(path)) with { Timeout = TimeSpan.FromMilliseconds(250) });

        using var result = await fetcher.Fetch(spec, TestContext.Current.CancellationToken);

        string?[] texts =
        [
            result.ToString(), result.Error?.ToString(), result.ContentType, result.Link, $"{result.FinalUrl}", $"{result.Validators}",
            .. result.Attempts.Select(attempt => attempt.ToString()), .. log.Texts,
        ];
        Assert.All(texts, text => Assert.DoesNotContain(secret.Value, text ?? "", StringComparison.OrdinalIgnoreCase));
        Assert.All(texts, text => Assert.DoesNotContain(Uri.EscapeDataString(secret.Value), text ?? "", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Fetch_UnexpectedFault_IsLoggedWithoutItsText()
    {
        var log = new RecordingLog<Fetcher>();
        using var fetcher = FetcherFixture.Make(hosts: new RecordingHosts { Answer = _ => throw new InvalidOperationException(Canary, new FormatException(Canary)) }, log: log);

        using var result = await fetcher.Fetch(FetcherFixture.Spec(fixture.Origin.Url("/ok/1")), TestContext.Current.CancellationToken);

        Assert.Equal(ErrorKind.Internal, result.Error?.Kind);
        var text = Assert.Single(log.Texts);
        Assert.Contains("InvalidOperationException < FormatException", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, text + result.Error, StringComparison.Ordinal);
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

    private FetchSpec With(TestSecret secret, string place, FetchSpec spec) => place switch
    {
        "bearer" => spec with { Auth = new AuthDefinition { Kind = AuthKind.Bearer, Secret = secret.Reference } },
        "basic" => spec with { Auth = new AuthDefinition { Kind = AuthKind.Basic, User = "me", Secret = secret.Reference } },
        "basic-user" => spec with { Auth = new AuthDefinition { Kind = AuthKind.Basic, User = secret.Reference, Secret = "x" } },
        "key-header" => spec with { Auth = new AuthDefinition { Kind = AuthKind.ApiKeyHeader, Name = "X-Key", Secret = secret.Reference } },
        "key-query" => spec with { Auth = new AuthDefinition { Kind = AuthKind.ApiKeyQuery, Name = "key", Secret = secret.Reference } },
        "oauth2" => spec with { Auth = new AuthDefinition { Kind = AuthKind.OAuth2, User = "me", Secret = secret.Reference, TokenUrl = spec.Url } },
        "oauth2-token" => spec with
        {
            Auth = new AuthDefinition { Kind = AuthKind.OAuth2, User = "secrecy-id", Secret = "secrecy-secret", TokenUrl = fixture.Origin.Url("/oauth2/token/secrecy") },
        },
        "userinfo" => spec with { Url = spec.Url.Replace("http://", $"http://{secret.Value}:{secret.Value}@", StringComparison.Ordinal) },
        "header" => spec with { Headers = [new HeaderField("X-Any", secret.Reference)] },
        "query" => spec with { Request = new RequestDefinition { Query = [new QueryParameter("q", secret.Reference)] } },
        "body" => spec with { Request = new RequestDefinition { Method = "POST", Body = secret.Reference }, Retry = new RetryDefinition { Unsafe = true } },
        "proxy" => spec with { Proxy = fixture.Origin.Url("/").Replace("http://", $"http://{secret.Reference}:{secret.Reference}@", StringComparison.Ordinal) },
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, "Not a place."),
    };
}
