using Gleaner.Pipeline.Fetching;

namespace Gleaner.Tests.Fetching;

public sealed class QueryTextTests
{
    [Theory]
    [InlineData("http://x.test/a")]
    [InlineData("http://x.test/a?b=%7e%2F+c&&d")]
    [InlineData("http://x.test/a?b=1&b=2&=3")]
    public void ToString_Untouched_IsTheUrlCharacterForCharacter(string url) => Assert.Equal(url, QueryText.Of(url).ToString());

    [Theory]
    [InlineData("http://x.test/a", "http://x.test/a?n=v")]
    [InlineData("http://x.test/a?", "http://x.test/a?n=v")]
    [InlineData("http://x.test/a?b=%7e+c", "http://x.test/a?b=%7e+c&n=v")]
    [InlineData("http://x.test/a?b=1&", "http://x.test/a?b=1&n=v")]
    [InlineData("http://x.test/a?n=1", "http://x.test/a?n=1&n=v")]
    [InlineData("http://x.test/a?b#c?d", "http://x.test/a?b&n=v")]
    [InlineData("http://x.test/a#c?d", "http://x.test/a?n=v")]
    public void Add_Parameter_ComesLast(string url, string expected)
    {
        var query = QueryText.Of(url);
        query.Add("n", "v");

        Assert.Equal(expected, query.ToString());
    }

    [Theory]
    [InlineData("a b", "a%20b")]
    [InlineData("a+b&c=d#e", "a%2Bb%26c%3Dd%23e")]
    [InlineData("50%", "50%25")]
    [InlineData("ü/é", "%C3%BC%2F%C3%A9")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00%3A00%3A00Z")]
    [InlineData("a\r\nb", "a%0D%0Ab")]
    [InlineData("", "")]
    public void Add_NameAndValue_ArePercentEncoded(string text, string encoded)
    {
        var query = QueryText.Of("http://x.test/");
        query.Add(text, text);

        Assert.Equal($"http://x.test/?{encoded}={encoded}", query.ToString());
    }

    [Theory]
    [InlineData("http://x.test/?page=1&b=2", "http://x.test/?page=9&b=2")]
    [InlineData("http://x.test/?b=2&page", "http://x.test/?b=2&page=9")]
    [InlineData("http://x.test/?p%61ge=1&b=2&page=3", "http://x.test/?page=9&b=2")]
    [InlineData("http://x.test/?Page=1", "http://x.test/?Page=1&page=9")]
    public void Put_SameName_TakesItsPlace(string url, string expected)
    {
        var query = QueryText.Of(url);
        query.Put("page", "9");

        Assert.Equal(expected, query.ToString());
    }

    [Fact]
    public void Put_NameWithSpace_TakesThePlaceOfItsPlusForm()
    {
        var query = QueryText.Of("http://x.test/?a+b=1");
        query.Put("a b", "2");

        Assert.Equal("http://x.test/?a%20b=2", query.ToString());
    }

    [Fact]
    public void Remove_Name_TakesAllOfIt()
    {
        var query = QueryText.Of("http://x.test/?key=1&b=2&key=3");
        query.Remove("key");

        Assert.Equal("http://x.test/?b=2", query.ToString());
    }
}
