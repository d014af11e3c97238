using Gleaner.Client.Clusters;

namespace Gleaner.Tests.Client.Clusters;

public sealed class LogTailTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("one\ntwo\n\n", "two")]
    [InlineData("only", "only")]
    public void LastLine_Text_IsTheLastThatSaysSomething(string text, string last)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);
        Assert.Equal(last, LogTail.LastLine(path));
        File.Delete(path);
    }

    [Fact]
    public void LastLine_NoFile_IsEmpty() => Assert.Equal("", LogTail.LastLine("/nowhere/x.log"));
}
