using System.Text;
using Gleaner.Pipeline.Fetching;

namespace Gleaner.Tests.Fetching;

public sealed class OAuth2AnswerTests
{
    private static readonly TimeSpan Unknown = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("""{"access_token":"t","token_type":"Bearer","expires_in":60}""", 60)]
    [InlineData("""{"access_token":"t","token_type":"bearer","expires_in":"60"}""", 60)]
    [InlineData("""{"access_token":"t","expires_in":60.9}""", 60.9)]
    [InlineData("""{"access_token":"t","expires_in":-1}""", 0)]
    [InlineData("""{"access_token":"t","expires_in":1e300}""", 86400)]
    [InlineData("""{"access_token":"t","expires_in":"NaN"}""", 0)]
    public void Read_Token_HasItsLifetime(string body, double seconds)
    {
        var answer = OAuth2Answer.Read(Encoding.UTF8.GetBytes(body));

        Assert.Equal("t", answer.Token);
        Assert.Equal(TimeSpan.FromSeconds(seconds), answer.Lifetime);
    }

    [Theory]
    [InlineData("""{"access_token":"t"}""")]
    [InlineData("""{"access_token":"t","expires_in":null}""")]
    [InlineData("""{"access_token":"t","expires_in":"soon"}""")]
    public void Read_NoLifetime_IsAnHour(string body) => Assert.Equal(Unknown, OAuth2Answer.Read(Encoding.UTF8.GetBytes(body)).Lifetime);

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"access_token":""}""")]
    [InlineData("""{"access_token":5}""")]
    [InlineData("""{"access_token":"t\r\nX: y"}""")]
    [InlineData("""{"access_token":"t","token_type":"mac"}""")]
    [InlineData("""{"access_token":"\ud800"}""")]
    public void Read_NoTokenThatCanBeUsed_IsNull(string body) => Assert.Null(OAuth2Answer.Read(Encoding.UTF8.GetBytes(body)).Token);

    [Theory]
    [InlineData("""{"error":"invalid_client"}""", "invalid_client")]
    [InlineData("""{"error":"canary"}""", null)]
    [InlineData("""{"error":{}}""", null)]
    public void Read_Error_IsToldOnlyWhenItIsOfTheStandard(string body, string? code) =>
        Assert.Equal(code, OAuth2Answer.Read(Encoding.UTF8.GetBytes(body)).Error);
}
