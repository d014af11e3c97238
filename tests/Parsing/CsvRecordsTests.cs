using Gleaner.Pipeline.Parsing;

namespace Gleaner.Tests.Parsing;

public sealed class CsvRecordsTests
{
    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", """{"a":"1","b":"2"}|{"a":"3","b":"4"}""")]
    [InlineData("a,b\r\n1,2", """{"a":"1","b":"2"}""")]
    [InlineData("a;b\n1,5;2\n", """{"a":"1,5","b":"2"}""")]
    [InlineData("a\tb\n1\t2\n", """{"a":"1","b":"2"}""")]
    [InlineData("a|b\n1|2\n", """{"a":"1","b":"2"}""")]
    [InlineData("a,b\n\"x, \"\"y\"\"\n z\",2\n", """{"a":"x, \"y\"\n z","b":"2"}""")]
    [InlineData("a,b\n,\n", """{"a":"","b":""}""")]
    [InlineData("a\n1\n\n2\n", """{"a":"1"}|{"a":"2"}""")]
    [InlineData("a,b\n007,é世\n", """{"a":"007","b":"é世"}""")]
    [InlineData("a,b\n", "")]
    [InlineData("", "")]
    public void Read_Rows_AreObjectsOfStrings(string text, string expected) => Assert.Equal(expected, Read(text));

    [Theory]
    [InlineData("a,b,c\n1\n", """{"a":"1","b":null,"c":null}""")]
    [InlineData("a\n1,2,3\n4\n", """{"a":"1","column2":"2","column3":"3"}|{"a":"4"}""")]
    public void Read_RaggedRows_LackOrAddColumns(string text, string expected) => Assert.Equal(expected, Read(text, ','));

    [Theory]
    [InlineData("a,a,a\n1,2,3\n", """{"a":"1","a_2":"2","a_3":"3"}""")]
    [InlineData("a,a_2,a\n1,2,3\n", """{"a":"1","a_2":"2","a_3":"3"}""")]
    [InlineData(",x, ,column1\n1,2,3,4\n", """{"column1":"1","x":"2","column3":"3","column1_2":"4"}""")]
    [InlineData("\"a \"\"b\"\"\",c\n1,2\n", """{"a \"b\"":"1","c":"2"}""")]
    public void Read_ColumnNames_AreMadeUnique(string text, string expected) => Assert.Equal(expected, Read(text, ','));

    [Fact]
    public void Read_WithoutHeader_ColumnsAreNumbered() =>
        Assert.Equal("""{"column1":"1","column2":"2"}|{"column1":"3","column2":"4"}""", Read("1,2\n3,4", header: false));

    [Fact]
    public void Read_DelimiterGiven_IsNotLookedFor() => Assert.Equal("""{"a;b":"1;2","c":"3"}""", Read("a;b,c\n1;2,3", ','));

    [Fact]
    public void Read_BytesThatAreNotUtf8_BecomeReplacementCharacters() =>
        Assert.Equal(["{\"a\":\"x\uFFFD\"}"], Records.Texts(CsvRecords.Read(new byte[] { (byte)'a', (byte)'\n', (byte)'x', 0xFC }, ',', header: true, 1000)));

    [Fact]
    public void Read_QuoteThatNeverCloses_IsAFaultWithItsLine() =>
        Assert.Contains("the row in line 3 takes more than", Fault($"a,b\n1,2\n\"{new string('x', ParseLimits.MaxCsvRowBytes)}\n1,2\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("1,2\n{0}")]
    [InlineData("{0}\n1,2")]
    public void Read_MoreColumnsThanAllowed_IsAFault(string shape) =>
        Assert.Contains("more than 4,096 columns", Fault(string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, new string(',', ParseLimits.MaxColumns))), StringComparison.Ordinal);

    [Fact]
    public void Read_LongNamesOverShortRows_EndAtTheBoundOfAllRows() =>
        Assert.Contains("take more than 100,000 bytes", Fault($"{new string('n', 1000)},b\n{string.Concat(Enumerable.Repeat("1,2\n", 200))}"), StringComparison.Ordinal);

    [Fact]
    public void Read_ManyNamesakes_EndSoonAndAreUnique()
    {
        var record = Assert.Single(CsvRecords.Read(Records.Utf8($"a{string.Concat(Enumerable.Repeat(",a", 4_000))}\n1"), ',', header: true, 1_000_000));

        using var json = System.Text.Json.JsonDocument.Parse(record);
        Assert.Equal(4_001, json.RootElement.EnumerateObject().Select(member => member.Name).Distinct().Count());
    }

    private static string Read(string text, char? delimiter = null, bool header = true) =>
        string.Join('|', Records.Texts(CsvRecords.Read(Records.Utf8(text), delimiter, header, 1_000_000)));

    private static string Fault(string text) => Records.FaultOf(() => CsvRecords.Read(Records.Utf8(text), ',', header: true, 100_000));
}
