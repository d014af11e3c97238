using Gleaner.Pipeline.Parsing;

namespace Gleaner.Tests.Parsing;

public sealed class JsonPathTests
{
    [Theory]
    [InlineData("""{"items":[1,2]}""", "items", "1|2")]
    [InlineData("""{"a":{"b":{"c":["x"]}},"z":0}""", "a.b.c", "\"x\"")]
    [InlineData("""{"pages":[{"items":[1]},{"items":[2,3]}]}""", "pages.1.items", "2|3")]
    [InlineData("""{"odata.value":[1]}""", "odata.value", "1")]
    [InlineData("""{"d":{"a.b":[1]}}""", "d.a.b", "1")]
    [InlineData("""{"item":{"id":7}}""", "item", """{"id":7}""")]
    [InlineData("""{"items":[]}""", "items", "")]
    [InlineData("""{"items":null}""", "items", "")]
    [InlineData("""{"\u0069tems":[1]}""", "items", "1")]
    [InlineData("""{"\ud800":0,"items":[1]}""", "items", "1")]
    public void Read_PathThatIsThere_ItsElements(string json, string path, string expected) =>
        Assert.Equal(expected, string.Join('|', Records.Texts(JsonRecords.Read(Records.Utf8(json), path))));

    [Theory]
    [InlineData("""{"data":1,"meta":2}""", "items", "its records path 'items' is not there: the document has the keys data, meta")]
    [InlineData("""{"data":{"rows":[]}}""", "data.items", "its records path 'data.items' is not there: 'data' has the keys rows")]
    [InlineData("""{"data":{}}""", "data.items", "'data' is empty")]
    [InlineData("""[1]""", "items", "the document is an array")]
    [InlineData("""{"data":"x"}""", "data.items", "'data' is a string")]
    [InlineData("""{"data":[0]}""", "data.1", "'data' is an array with no element 1")]
    [InlineData("""{"items":"x"}""", "items", "leads to is a string and neither an array nor an object")]
    [InlineData("""{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"k":11,"l":12,"m":13,"n":14}""", "x", "k, l, …")]
    public void Read_PathThatIsNot_NamesItAndWhatIsThere(string json, string path, string expected) =>
        Assert.Contains(expected, Records.FaultOf(() => JsonRecords.Read(Records.Utf8(json), path)), StringComparison.Ordinal);

    [Fact]
    public void Read_BrokenBehindTheRecords_IsAFault() =>
        Assert.Contains("goes wrong", Records.FaultOf(() => JsonRecords.Read(Records.Utf8("""{"items":[1],"next":}"""), "items")), StringComparison.Ordinal);

    [Fact]
    public void Read_DeepAroundTheRecords_CountsOnlyInsideThem()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 50)) + "[{\"id\":1}]" + new string('}', 50);

        Assert.Single(JsonRecords.Read(Records.Utf8(deep), string.Join('.', Enumerable.Repeat("a", 50))));
    }
}
