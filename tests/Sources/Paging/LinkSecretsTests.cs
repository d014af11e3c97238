using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Sources.Paging;

namespace Gleaner.Tests.Sources.Paging;

public sealed class LinkSecretsTests
{
    private static readonly SourceDefinition Source = new()
    {
        Name = "a", Url = "https://a/",
        Auth = new AuthDefinition { Kind = AuthKind.ApiKeyQuery, Name = "api key", Secret = "${env:KEY}" },
        Request = new RequestDefinition { Query = [new QueryParameter("token", "x${env:T}"), new QueryParameter("q", "plain")] },
    };

    [Theory]
    [InlineData("https://a/?page=2&api+key=s3cret&token=x&q=1", "https://a/?page=2&q=1")]
    [InlineData("https://b/?api%20key=s3cret", "https://b/")]
    [InlineData("https://a/?page=2", "https://a/?page=2")]
    [InlineData("https://a/", "https://a/")]
    public void Remove_LinkThatRepeatsSecrets_LosesThem(string link, string expected) =>
        Assert.Equal(expected, LinkSecrets.Remove(new PagePosition(link, []), Source).Url);

    [Fact]
    public void WithoutPlainQuery_OfTheRequest_KeepsWhatIsSecret() =>
        Assert.Equal(["token"], LinkSecrets.WithoutPlainQuery(Source.Request)!.Query.Select(p => p.Name));
}
