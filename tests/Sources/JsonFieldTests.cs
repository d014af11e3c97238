using System.Text;
using System.Text.Json;
using Gleaner.Pipeline.Sources;

namespace Gleaner.Tests.Sources;

public sealed class JsonFieldTests
{
    [Theory]
    [InlineData("""{"a":1}""", "a", "1")]
    [InlineData("""{"x":[{"a":2}],"a":{"b":{"c":"v"}}}""", "a.b.c", "\"v\"")]
    [InlineData("""{"a":{"b":1},"a.b":2}""", "a.b", "1")]
    [InlineData("""{"@odata.nextLink":"u"}""", "@odata.nextLink", "\"u\"")]
    [InlineData("""{"a":{"x":1},"a.b":{"c":3}}""", "a.b.c", "3")]
    [InlineData("""{"a":[1,{"b":2}],"b":{"c":[4]}}""", "b.c", "[4]")]
    [InlineData("""{"a":null}""", "a", "null")]
    [InlineData("""{"a":{"b":1}}""", "a.c", "")]
    [InlineData("""{"a":1}""", "a.b", "")]
    [InlineData("""[{"a":1}]""", "a", "")]
    [InlineData("\uFEFF{\"a\":1}", "a", "1")]
    public void Find_Path_GivesItsJson(string json, string path, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(JsonField.Find(Encoding.UTF8.GetBytes(json), path)));

    [Fact]
    public void Find_NotJson_Throws() => Assert.ThrowsAny<JsonException>(() => JsonField.Find("<html>"u8, "a").Length);

    [Theory]
    [InlineData("\"a\\u0062\"", "ab")]
    [InlineData("12.50", "12.50")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("true", null)]
    [InlineData("{}", null)]
    [InlineData("", null)]
    public void Text_OfAValue_IsWhatAServerMeant(string json, string? expected) => Assert.Equal(expected, JsonField.Text(Encoding.UTF8.GetBytes(json)));
}
