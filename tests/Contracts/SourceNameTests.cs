using Gleaner.Contracts.Sources;

namespace Gleaner.Tests.Contracts;

public sealed class SourceNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("two words")]
    [InlineData("cafe")]
    [InlineData("🌾 grain")]
    [InlineData("https://example.com/a?b=c")]
    public void FaultIn_GoodName_IsNull(string name) => Assert.Null(SourceName.FaultIn(name));

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" a", "begins or ends with a space")]
    [InlineData("a\u00a0", "begins or ends with a space")]
    [InlineData("a\tb", "has a control character")]
    public void FaultIn_BadName_SaysWhy(string name, string fault) => Assert.Equal(fault, SourceName.FaultIn(name));

    [Fact]
    public void FaultIn_LoneSurrogate_SaysWhy() => Assert.Equal("is not valid Unicode text", SourceName.FaultIn("a" + (char)0xD83C + "b"));

    [Fact]
    public void FaultIn_TooLong_NamesBothNumbers() =>
        Assert.Equal("has 201 characters, 200 are allowed", SourceName.FaultIn(new string('x', 201)));

    [Fact]
    public void ForUrl_ShortUrl_IsTheUrl() => Assert.Equal("http://a/b", SourceName.ForUrl("http://a/b"));

    [Fact]
    public void ForUrl_LongUrlsThatDifferAtTheEnd_AreDifferentNamesOfTheRightLength()
    {
        var stem = "http://a/" + new string('x', 600);
        var first = SourceName.ForUrl(stem + "1");
        var second = SourceName.ForUrl(stem + "2");
        Assert.NotEqual(first, second);
        Assert.Null(SourceName.FaultIn(first));
        Assert.Equal(first, SourceName.ForUrl(stem + "1"));
    }

    [Fact]
    public void ForUrl_EmojiAtTheCut_StaysWhole()
    {
        for (var pad = 180; pad < 186; pad++)
        {
            Assert.Null(SourceName.FaultIn(SourceName.ForUrl(new string('x', pad) + string.Concat(Enumerable.Repeat("🌾", 40)))));
        }
    }
}
