using System.Text;
using Gleaner.Pipeline.Parsing;

namespace Gleaner.Tests.Parsing;

public sealed class JsonRecordsTests
{
    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Read_DeepestThatStoresCanRead_IsAccepted(string open, string close)
    {
        // A record of its own, and the same record inside a root array, which does not count.
        var record = Nested(open, close, ParseLimits.MaxDepth);

        Assert.Null(Fault($"[{record}]"));
        if (open == "{\"a\":")
        {
            Assert.Null(Fault(record));
        }
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Read_OneLevelDeeper_IsAFault(string open, string close) =>
        Assert.NotNull(Fault($"[{Nested(open, close, ParseLimits.MaxDepth + 1)}]"));

    [Fact]
    public void Read_TooDeep_SaysSo() =>
        Assert.Contains("nested deeper than 31 levels", Fault(Nested("{\"a\":", "}", ParseLimits.MaxDepth + 1)), StringComparison.Ordinal);

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("[{\"a\":[")]
    public void Read_DepthBomb_IsAFaultNotACrash(string open) =>
        Assert.Contains("nested deeper", Fault(string.Concat(Enumerable.Repeat(open, 1_000_000))), StringComparison.Ordinal);

    [Theory]
    [InlineData("0")]
    [InlineData("-0.0e-0")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("1e-400")]
    [InlineData("123456789012345678901234567890")]
    public void Read_NumberThatADoubleHolds_IsAccepted(string number) => Assert.Null(Fault($"{{\"n\":{number}}}"));

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1E400")]
    public void Read_NumberThatNoDoubleHolds_IsAFault(string number) =>
        Assert.Contains("the number at byte 5", Fault($"{{\"n\":{number}}}"), StringComparison.Ordinal);

    [Fact]
    public void Read_NumberOfFourHundredDigits_IsAFault() => Assert.NotNull(Fault(new string('9', 400)));

    [Fact]
    public void Read_MoreRecordsThanAllowed_IsAFault() =>
        Assert.Contains("more than 1,000,000 records", Fault($"[{string.Join(',', Enumerable.Repeat("1", ParseLimits.MaxRecords + 1))}]"), StringComparison.Ordinal);

    [Theory]
    [InlineData("""["\ud800"]""", """ "\ufffd" """)]
    [InlineData("""["\uDC00 x"]""", """ "\ufffd x" """)]
    [InlineData("""["\ud83d\ude00"]""", """ "\ud83d\ude00" """)]
    [InlineData("""["\ud800\ud83d\ude00"]""", """ "\ufffd\ud83d\ude00" """)]
    [InlineData("""["\\ud800"]""", """ "\\ud800" """)]
    [InlineData("""["\\\ud800"]""", """ "\\\ufffd" """)]
    [InlineData("""["\ud800\n"]""", """ "\ufffd\n" """)]
    [InlineData("""["\ude00\ud83d"]""", """ "\ufffd\ufffd" """)]
    [InlineData("""[{"\ud800":["a","\udfff"]}]""", """{"\ufffd":["a","\ufffd"]}""")]
    [InlineData("""[1,{"a":"\ud800"},2]""", """{"a":"\ufffd"}""")]
    public void Read_LoneSurrogateEscape_BecomesTheReplacementCharacter(string json, string expected)
    {
        var records = JsonRecords.Read(Encoding.UTF8.GetBytes(json), out var fault);

        Assert.Null(fault);
        Assert.Contains(expected.Trim(), records.Select(record => Encoding.UTF8.GetString(record.Span)));
    }

    private static string? Fault(string json)
    {
        JsonRecords.Read(Encoding.UTF8.GetBytes(json), out var fault);
        return fault;
    }

    private static string Nested(string open, string close, int depth) =>
        string.Concat(Enumerable.Repeat(open, depth)) + (open == "[" ? "" : "1") + string.Concat(Enumerable.Repeat(close, depth));
}
