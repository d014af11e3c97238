using Gleaner.Pipeline.Parsing;

namespace Gleaner.Tests.Parsing;

public sealed class XmlRecordsTests
{
    [Theory]
    [InlineData("<a/>", "\"\"")]
    [InlineData("<a> text </a>", "\"text\"")]
    [InlineData("<a><![CDATA[<b> & ]]>c</a>", "\"<b> & c\"")]
    [InlineData("<a x='1'/>", """{"@x":"1"}""")]
    [InlineData("<a x='1'>t</a>", """{"@x":"1","#text":"t"}""")]
    [InlineData("<a><b>1</b><c/></a>", """{"b":"1","c":""}""")]
    [InlineData("<a><b>1</b><b>2</b><c>3</c><b>4</b></a>", """{"b":["1","2","4"],"c":"3"}""")]
    [InlineData("<a>one<b/>two</a>", """{"b":"","#text":"onetwo"}""")]
    [InlineData("<a>\n  <b><c d='e'>f</c></b>\n</a>", """{"b":{"c":{"@d":"e","#text":"f"}}}""")]
    [InlineData("<a xmlns='urn:x' xmlns:y='urn:y'><y:b y:c='1'/></a>", """{"y:b":{"@y:c":"1"}}""")]
    [InlineData("<a>&lt;&#xE9;&quot;</a>", "\"<é\\\"\"")]
    [InlineData("<a><!-- no --><?p no?><b/></a>", """{"b":""}""")]
    [InlineData("<a><b><c/><c/></b><b><c/></b></a>", """{"b":[{"c":["",""]},{"c":""}]}""")]
    public void Read_Element_IsItsAttributesChildrenAndText(string xml, string expected) => Assert.Equal(expected, Read(xml, null));

    [Theory]
    [InlineData("<r><i>1</i><x/><i>2</i></r>", "i", "\"1\"|\"2\"")]
    [InlineData("<r><l><i>1</i></l><l><i>2</i></l></r>", "l/i", "\"1\"|\"2\"")]
    [InlineData("<r><l><i>1</i></l></r>", "/r/l/i", "\"1\"")]
    [InlineData("<n:r xmlns:n='u'><n:i>1</n:i></n:r>", "i", "\"1\"")]
    [InlineData("<n:r xmlns:n='u'><n:i>1</n:i></n:r>", "n:i", "\"1\"")]
    [InlineData("<r><i><i>1</i></i></r>", "i", """{"i":"1"}""")]
    [InlineData("<r><l/></r>", "l/i", "")]
    [InlineData("<r><total>0</total></r>", "i", "")]
    [InlineData("<r><x><i>0</i></x><l><i>1</i></l></r>", "l/i", "\"1\"")]
    public void Read_Path_TheElementsAtIt(string xml, string path, string expected) => Assert.Equal(expected, Read(xml, path));

    [Theory]
    [InlineData("<r><items/><next/></r>", "list/i", "its records path 'list/i' is not there: the root has items, next")]
    [InlineData("<r><l><x/></l></r>", "l/m/i", "'l' has x")]
    [InlineData("<r/>", "l/i", "the root has no elements")]
    [InlineData("<r/>", "/q/i", "the root element is r")]
    public void Read_PathThatIsNotThere_NamesWhatIs(string xml, string path, string expected) => Assert.Contains(expected, Fault(xml, path), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("<a>")]
    [InlineData("<a></b>")]
    [InlineData("<a/><b/>")]
    [InlineData("<a>&nbsp;</a>")]
    [InlineData("<a b='1' b='2'/>")]
    [InlineData("<a>\u0001</a>")]
    public void Read_NoXml_IsAFault(string xml) => Assert.Contains("goes wrong in line", Fault(xml, null), StringComparison.Ordinal);

    [Fact]
    public void Read_BillionLaughs_IsRefusedForItsDtd() => Assert.Contains("DTD", Fault(
        "<?xml version='1.0'?>\n<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]><l>&c;</l>", null), StringComparison.Ordinal);

    [Theory]
    [InlineData("<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/evil.dtd'><a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>")]
    public void Read_ExternalEntity_IsRefusedForItsDtd(string xml) => Assert.Contains("DTD", Fault(xml, null), StringComparison.Ordinal);

    [Fact]
    public void Read_DepthBomb_IsAFault() => Assert.Contains("nested deeper", Fault(string.Concat(Enumerable.Repeat("<a>", 1_000_000)), null), StringComparison.Ordinal);

    [Fact]
    public void Read_DeepestThatStoresCanRead_IsAccepted()
    {
        Assert.NotEmpty(Read(Nested(ParseLimits.MaxDepth + 1), null));
        Assert.Contains("nested deeper than 31 levels of JSON", Fault(Nested(ParseLimits.MaxDepth + 2), null), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TagThatNeverEnds_IsAFault() => Assert.Contains("a tag of more than", Fault($"<a {string.Concat(Enumerable.Repeat("x='>' ", 200_000))}", null), StringComparison.Ordinal);

    [Fact]
    public void Read_LongTextAndCdataAndComments_AreNoTags()
    {
        var text = new string('x', ParseLimits.MaxXmlTagChars + 1);

        Assert.Equal($"{{\"b\":\"<q '{text}{text}\"}}", Read($"<a><!-- <q '{text} --><?p <q \" {text}?><b><![CDATA[<q '{text}]]>{text}</b></a>", null, long.MaxValue));
    }

    [Fact]
    public void Read_MoreNamesThanAllowed_IsAFault() =>
        Assert.Contains("more than 20,000 different names", Fault($"<a>{string.Concat(Enumerable.Range(0, ParseLimits.MaxXmlNames + 1).Select(i => $"<b{i}/>"))}</a>", null), StringComparison.Ordinal);

    [Fact]
    public void Read_RecordLargerThanAllowed_IsAFault() =>
        Assert.Contains("takes more than 1,000 bytes", Records.FaultOf(() => XmlRecords.Read(Records.Utf8($"<a>{new string('x', 2_000)}</a>"), null, 1_000)), StringComparison.Ordinal);

    private static string Nested(int levels) => string.Concat(Enumerable.Repeat("<a>", levels)) + string.Concat(Enumerable.Repeat("</a>", levels));

    private static string Read(string xml, string? path, long maxBytes = 1_000_000) => string.Join('|', Records.Texts(XmlRecords.Read(Records.Utf8(xml), path, maxBytes)));

    private static string Fault(string xml, string? path) => Records.FaultOf(() => XmlRecords.Read(Records.Utf8(xml), path, 100_000_000));
}
