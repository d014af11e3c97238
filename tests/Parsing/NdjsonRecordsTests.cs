using Gleaner.Pipeline.Parsing;

namespace Gleaner.Tests.Parsing;

public sealed class NdjsonRecordsTests
{
    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":2}", "{\"a\":1}|{\"a\":2}")]
    [InlineData("{\"a\":1}\r\n\r\n  \n{\"a\":2}\r\n", "{\"a\":1}|{\"a\":2}")]
    [InlineData("  1 \n\"x\"\nnull\n[2]", "1|\"x\"|null|[2]")]
    [InlineData("", "")]
    [InlineData("\n\n", "")]
    [InlineData("\"\\ud800\"\n\"\\ud83d\\ude00\"", "\"\\ufffd\"|\"\\ud83d\\ude00\"")]
    public void Read_EachLine_IsARecord(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Records.Texts(NdjsonRecords.Read(Records.Utf8(text)))));

    [Theory]
    [InlineData("1\n\n{\"a\":\n2", "line 3 breaks off or goes wrong")]
    [InlineData("1 2", "line 1 breaks off or goes wrong at byte 3")]
    [InlineData("1\n1e999", "in line 2 the number at byte 2 is too large")]
    public void Read_BadLine_NamesItsNumber(string text, string expected) =>
        Assert.Contains(expected, Records.FaultOf(() => NdjsonRecords.Read(Records.Utf8(text))), StringComparison.Ordinal);

    [Fact]
    public void Read_TooDeepLine_NamesItsNumber() =>
        Assert.Contains("in line 2 byte 33 is nested deeper than 31", Records.FaultOf(() => NdjsonRecords.Read(Records.Utf8($"1\n{new string('[', 40)}"))), StringComparison.Ordinal);

    [Fact]
    public void Read_Records_AreSlicesOfTheBody()
    {
        var body = Records.Utf8("1\n22");

        Assert.True(body.Span[2..].Overlaps(NdjsonRecords.Read(body)[1].Span));
    }
}
