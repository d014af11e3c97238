using System.Text;
using System.Text.Json;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Parsing;

namespace Gleaner.Tests.Parsing;

public sealed class ParserTests
{
    private readonly Parser _parser = new();

    [Theory]
    [InlineData("application/json")]
    [InlineData("APPLICATION/JSON; charset=utf-8")]
    [InlineData("application/json;charset=\"utf-8\"")]
    [InlineData("application/problem+json")]
    [InlineData("application/vnd.api+json; version=1")]
    [InlineData("text/json")]
    [InlineData("application/json, application/json")]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(";")]
    public void Parse_JsonArray_OneRecordPerElement(string? contentType)
    {
        var parsed = Parse("""[{"a":1}, 2, "x", null, [3]]""", contentType);

        Assert.Null(parsed.Error);
        Assert.Equal(["""{"a":1}""", "2", "\"x\"", "null", "[3]"], Texts(parsed));
        Assert.Equal("utf-8", parsed.Charset);
    }

    [Theory]
    [InlineData("""{"a": [1, 2]}""")]
    [InlineData("42")]
    [InlineData("\"text\"")]
    [InlineData("true")]
    [InlineData("null")]
    public void Parse_OtherJsonRoot_IsOneRecordAsItStands(string json) => Assert.Equal([json], Texts(Parse($"\r\n {json} \n", "application/json")));

    [Fact]
    public void Parse_Json_RecordsAreSlicesOfTheBody()
    {
        ReadOnlyMemory<byte> body = "[{\"a\":1}]"u8.ToArray();

        var record = _parser.Parse(body, "application/json").Records.Single();

        Assert.True(body.Span.Overlaps(record.Span));
    }

    [Fact]
    public void Parse_EmptyArray_NoRecordsAndNoError()
    {
        var parsed = Parse("[]", "application/json");

        Assert.Empty(parsed.Records);
        Assert.Null(parsed.Error);
    }

    [Theory]
    [InlineData("", "nothing at all")]
    [InlineData("   ", "nothing at all")]
    [InlineData("{\"a\":", "broken JSON")]
    [InlineData("[1,]", "broken JSON")]
    [InlineData("[1] x", "broken JSON")]
    [InlineData("[1][2]", "broken JSON")]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", "NDJSON")]
    [InlineData("a,b\n1,2\n", "CSV")]
    [InlineData("<rss version=\"2.0\"></rss>", "an RSS feed")]
    [InlineData("<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"/>", "an Atom feed")]
    [InlineData("{'a':1}", "broken JSON")]
    [InlineData("// no\n1", "plain text")]
    [InlineData("NaN", "plain text")]
    [InlineData("<!DOCTYPE HTML><html>", "HTML")]
    [InlineData("<?xml version=\"1.0\"?><a/>", "XML")]
    [InlineData("%PDF-1.7", "a PDF document")]
    [InlineData("Service Unavailable", "plain text")]
    public void Parse_DeclaredJsonThatIsNot_ErrorSaysWhatItLooksLike(string body, string looks)
    {
        var parsed = Parse(body, "application/json");

        Assert.Equal(ErrorKind.Parse, parsed.Error?.Kind);
        Assert.Contains($"looks like {looks}", parsed.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(parsed.Records);
    }

    [Fact]
    public void Parse_BrokenJson_ErrorSaysWhere() =>
        Assert.Contains("line 2 at byte 8", Parse("{\n  \"a\": x}", "application/json").Error!.Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_GzipDeclaredJson_IsAnErrorAndNoText()
    {
        var parsed = _parser.Parse(new byte[] { 0x1F, 0x8B, 8, 0, 0, 0 }, "application/json");

        Assert.Contains("gzip data", parsed.Error?.Message, StringComparison.Ordinal);
        Assert.Null(parsed.Charset);
    }

    [Theory]
    [InlineData("{not json", null)]
    [InlineData("[see below]", "text/plain")]
    [InlineData("42", "text/plain")]
    [InlineData("{\"a\":1}", "text/html")]
    [InlineData("hello \"world\"\n\t\\", "text/plain; charset=utf-8")]
    [InlineData("a,b\n1,2\n", "text/plain")]
    [InlineData("<html><p>x</html>", "text/html")]
    [InlineData("<html xmlns=\"http://www.w3.org/1999/xhtml\"/>", "application/xhtml+xml")]
    [InlineData("<p>x", null)]
    [InlineData("<svg/>", "image/svg+xml")]
    [InlineData("überall 😀 \u2028", "text/plain")]
    [InlineData("colour \u001b[31m", "text/plain")]
    public void Parse_Text_IsOneJsonString(string text, string? contentType)
    {
        var parsed = Parse(text, contentType);

        Assert.Null(parsed.Error);
        Assert.Equal(text, JsonSerializer.Deserialize<string>(parsed.Records.Single().Span));
        Assert.Equal("utf-8", parsed.Charset);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/zip")]
    [InlineData("application/octet-stream")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public void Parse_Binary_NoRecordsNoCharsetNoError(string? contentType)
    {
        var parsed = _parser.Parse(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D }, contentType);

        Assert.Equal((0, null, null), (parsed.Records.Count, parsed.Charset, parsed.Error));
    }

    [Fact]
    public void Parse_EmptyBody_NoRecords()
    {
        var parsed = Parse("", null);

        Assert.Empty(parsed.Records);
        Assert.Null(parsed.Error);
    }

    [Fact]
    public void Parse_Utf16Json_RecordsAreUtf8()
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[][] bodies = [[.. encoding.GetPreamble(), .. encoding.GetBytes("[\"ü😀\"]")], encoding.GetBytes("[\"ü😀\"]")];
            foreach (var body in bodies)
            {
                var parsed = _parser.Parse(body, "application/json");

                Assert.Equal(["\"ü😀\""], Texts(parsed));
                Assert.Equal(encoding.WebName, parsed.Charset);
            }
        }
    }

    [Fact]
    public void Parse_Utf8WithByteOrderMark_MarkIsNoPartOfTheRecord() => Assert.Equal(["[1]"], Texts(Parse("\uFEFF[[1]]", "application/json")));

    [Fact]
    public void Parse_Latin1ByHeader_IsTranscoded()
    {
        var parsed = _parser.Parse(new byte[] { (byte)'"', 0xFC, 0x93, (byte)'"' }, "application/json; charset=ISO-8859-1");

        Assert.Equal(["\"ü“\""], Texts(parsed));
        Assert.Equal("windows-1252", parsed.Charset);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    public void Parse_JsonWithBytesThatAreNotUtf8_IsAnErrorWithTheirPlace(string contentType) =>
        Assert.Contains("byte 2 is not valid UTF-8", _parser.Parse(new byte[] { (byte)'[', (byte)'"', 0xFC, (byte)'"', (byte)']' }, contentType).Error?.Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_TextWithBytesThatAreNotUtf8_IsReadAsWindows1252() =>
        Assert.Equal("ü", JsonSerializer.Deserialize<string>(_parser.Parse(new byte[] { 0xFC }, "text/plain").Records.Single().Span));

    [Fact]
    public void Parse_TextDeclaredUtf8ThatIsNot_BadBytesBecomeReplacementCharacters() =>
        Assert.Equal("a\uFFFDb", JsonSerializer.Deserialize<string>(_parser.Parse(new byte[] { (byte)'a', 0xFC, (byte)'b' }, "text/plain; charset=utf-8").Records.Single().Span));

    [Fact]
    public void Parse_1000RandomBodies_NeverThrowsAndEmitsOnlyJson()
    {
        var random = new Random(20261122);
        var seeds = new[] { "[{\"a\":\"\\ud83d\\ude00\",\"b\":[1.5e3,null]},{}]", "{\"k\":{\"l\":[true,false,\"\\u00e9\"]}}", "plain text, ümläuts", "<a b='c'/>" };
        for (var i = 0; i < 1000; i++)
        {
            var body = Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]);
            for (var change = random.Next(4); change > 0; change--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            var parsed = _parser.Parse(body, random.Next(3) switch { 0 => "application/json", 1 => "text/plain; charset=utf-8", _ => null });

            foreach (var record in parsed.Records)
            {
                Assert.True(System.Text.Unicode.Utf8.IsValid(record.Span));
                using var _ = JsonDocument.Parse(record);
            }
        }
    }

    private ParsedBody Parse(string body, string? contentType) => _parser.Parse(Encoding.UTF8.GetBytes(body), contentType);

    private static IEnumerable<string> Texts(ParsedBody parsed) => parsed.Records.Select(record => Encoding.UTF8.GetString(record.Span));
}
