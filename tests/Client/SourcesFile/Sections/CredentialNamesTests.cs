using Gleaner.Client.SourcesFile.Sections;

namespace Gleaner.Tests.Client.SourcesFile.Sections;

public sealed class CredentialNamesTests
{
    [Theory]
    [InlineData("Authorization")]
    [InlineData("proxy-authorization")]
    [InlineData("X-Api-Token")]
    [InlineData("X-Api-Key")]
    [InlineData("apikey")]
    [InlineData("X-ApiKey")]
    [InlineData("X-Keys")]
    [InlineData("Ocp-Apim-Subscription-Key")]
    [InlineData("X-Auth")]
    [InlineData("X-Auth-User")]
    [InlineData("X-Client-Secret")]
    [InlineData("X-Password")]
    [InlineData("Cookie")]
    [InlineData("X-Session-Id")]
    public void IsCredential_NameThatSaysSo_IsTrue(string name) => Assert.True(CredentialNames.IsCredential(name));

    [Theory]
    [InlineData("Accept")]
    [InlineData("User-Agent")]
    [InlineData("X-Author")]
    [InlineData("X-Keyword")]
    [InlineData("Idempotency-Key")]
    [InlineData("Authority")]
    public void IsCredential_AnyOther_IsFalse(string name) => Assert.False(CredentialNames.IsCredential(name));
}
