using System.IO.Compression;
using System.Text;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Parsing;

namespace Gleaner.Tests.Parsing;

/// <summary>Which decoder reads a body, and what is said when it is the wrong one.</summary>
public sealed class ParserFormatTests
{
    private const string Rss = "<rss version='2.0'><channel><item><title>t</title></item></channel></rss>";
    private const string Csv = "a,b\n1,2\n";
    private const string Ndjson = "{\"a\":1}\n{\"a\":2}\n";

    private readonly Parser _parser = new();

    [Theory]
    [InlineData("§")]
    [InlineData("||")]
    [InlineData("")]
    [InlineData("\"")]
    [InlineData("\n")]
    public void Parse_DelimiterThatCannotBeOne_IsAFaultThatNamesIt(string delimiter)
    {
        var parsed = new Parser().Parse(Records.Utf8("a§b\n1§2\n"), null, new DecodeDefinition { Format = BodyFormat.Csv, Delimiter = delimiter });
        Assert.Equal(ErrorKind.Parse, parsed.Error!.Kind);
        Assert.StartsWith($"The delimiter '{delimiter}' of the source's decode section", parsed.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Ndjson, "application/x-ndjson", BodyFormat.Ndjson, 2)]
    [InlineData(Ndjson, "application/jsonl", BodyFormat.Ndjson, 2)]
    [InlineData(Ndjson, "text/plain", BodyFormat.Ndjson, 2)]
    [InlineData(Ndjson, null, BodyFormat.Ndjson, 2)]
    [InlineData(Csv, "text/csv; charset=utf-8", BodyFormat.Csv, 1)]
    [InlineData(Csv, null, BodyFormat.Text, 1)]
    [InlineData("<a><b/></a>", "application/xml", BodyFormat.Xml, 1)]
    [InlineData("<a><b/></a>", "application/atomsvc+xml", BodyFormat.Xml, 1)]
    [InlineData("<?xml version='1.0'?><a><b/></a>", null, BodyFormat.Xml, 1)]
    [InlineData(Rss, "application/rss+xml", BodyFormat.Feed, 1)]
    [InlineData(Rss, "text/xml", BodyFormat.Feed, 1)]
    [InlineData(Rss, "text/plain", BodyFormat.Feed, 1)]
    [InlineData(Rss, "text/html", BodyFormat.Text, 1)]
    [InlineData("[1,2]", "application/json", BodyFormat.Json, 2)]
    public void Parse_NothingDeclared_GoesByTypeThenByLooks(string body, string? contentType, BodyFormat format, int records)
    {
        var parsed = _parser.Parse(Records.Utf8(body), contentType);

        Assert.Null(parsed.Error);
        Assert.Equal((format, records), (parsed.Format, parsed.Records.Count));
    }

    [Theory]
    [InlineData(BodyFormat.Json, "[1,2]", "text/html")]
    [InlineData(BodyFormat.Ndjson, "1\n2", "text/html")]
    [InlineData(BodyFormat.Csv, "a\n1\n2", "application/json")]
    [InlineData(BodyFormat.Feed, "<rss><item/><item/></rss>", "text/plain")]
    public void Parse_Declared_BeatsTheContentType(BodyFormat format, string body, string contentType)
    {
        var parsed = _parser.Parse(Records.Utf8(body), contentType, new DecodeDefinition { Format = format });

        Assert.Null(parsed.Error);
        Assert.Equal((format, 2), (parsed.Format, parsed.Records.Count));
    }

    [Theory]
    [InlineData(BodyFormat.Json, Csv, "declared JSON but looks like CSV")]
    [InlineData(BodyFormat.Json, Ndjson, "declared JSON but looks like NDJSON")]
    [InlineData(BodyFormat.Ndjson, "[1,\n2]", "declared NDJSON but looks like JSON")]
    [InlineData(BodyFormat.Ndjson, Csv, "declared NDJSON but looks like CSV")]
    [InlineData(BodyFormat.Csv, "[{\"a\":1}]", "declared CSV but looks like JSON")]
    [InlineData(BodyFormat.Csv, Ndjson, "declared CSV but looks like NDJSON")]
    [InlineData(BodyFormat.Csv, "<!DOCTYPE html><html>", "declared CSV but looks like HTML")]
    [InlineData(BodyFormat.Csv, "PK\u0003\u0004....", "declared CSV but looks like a zip archive")]
    [InlineData(BodyFormat.Xml, "{\"a\":1}", "declared XML but looks like JSON")]
    [InlineData(BodyFormat.Xml, "<!DOCTYPE html><html>", "declared XML but looks like HTML")]
    [InlineData(BodyFormat.Feed, "{\"a\":1}", "declared a feed but looks like JSON")]
    [InlineData(BodyFormat.Feed, "<?xml version='1.0'?><a/>", "declared a feed but looks like XML")]
    [InlineData(BodyFormat.Text, "%PDF-1.7\u0000", "declared text but looks like a PDF document")]
    public void Parse_WrongFormatDeclared_ErrorSaysWhatItLooksLike(BodyFormat format, string body, string message)
    {
        var parsed = _parser.Parse(Records.Utf8(body), null, new DecodeDefinition { Format = format });

        Assert.Equal(ErrorKind.Parse, parsed.Error?.Kind);
        Assert.Contains(message, parsed.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(parsed.Records);
    }

    [Theory]
    [InlineData("{\"data\":{\"rows\":[1,2]}}", "data.rows", "application/json", 2)]
    [InlineData("{\"data\":{\"rows\":[1,2]}}", "data.rows", "text/html", 2)]
    [InlineData("<a><b><c/><c/></b></a>", "b/c", null, 2)]
    public void Parse_RecordsPath_IsFollowedByWhateverReadsTheBody(string body, string path, string? contentType, int records)
    {
        var parsed = _parser.Parse(Records.Utf8(body), contentType, new DecodeDefinition { Records = path });

        Assert.Null(parsed.Error);
        Assert.Equal(records, parsed.Records.Count);
    }

    [Fact]
    public void Parse_RecordsPathThatIsNotThere_ErrorDoesNotBlameTheFormat() =>
        Assert.Equal(
            "The body is JSON, but its records path 'data.rows' is not there: 'data' has the keys items, next.",
            _parser.Parse(Records.Utf8("{\"data\":{\"items\":[],\"next\":1}}"), "application/json", new DecodeDefinition { Records = "data.rows" }).Error?.Message);

    [Fact]
    public void Parse_JsonInAnEnvelope_DocumentHoldsWhatIsAroundTheRecords() =>
        Assert.Equal("{\"rows\":[1],\"next\":2}", Encoding.UTF8.GetString(_parser.Parse(
            Records.Utf8("\uFEFF{\"rows\":[1],\"next\":2}"), null, new DecodeDefinition { Records = "rows" }).Document.Span));

    [Theory]
    [InlineData("windows-1251", "text/csv; charset=utf-8", "мир")]
    [InlineData("shift_jis", null, "世界")]
    [InlineData("utf-16", "text/csv", "wörld")]
    public void Parse_CharsetOfTheSource_BeatsAllElse(string charset, string? contentType, string word)
    {
        var body = Charsets.Find(charset)!.GetBytes($"a\n{word}\n");

        var parsed = _parser.Parse(body, contentType, new DecodeDefinition { Format = BodyFormat.Csv, Charset = charset });

        Assert.Equal([$"{{\"a\":\"{word}\"}}"], Records.Texts(parsed.Records));
        Assert.Equal(charset, parsed.Charset);
    }

    [Fact]
    public void Parse_UnknownCharsetOfTheSource_IsAnErrorThatNamesIt() =>
        Assert.Contains("'klingon'", _parser.Parse(Records.Utf8("1"), null, new DecodeDefinition { Charset = "klingon" }).Error?.Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_XmlThatDeclaresItsEncoding_IsReadByIt() =>
        Assert.Equal(["{\"b\":\"ж\"}"], Records.Texts(_parser.Parse(
            Charsets.Find("windows-1251")!.GetBytes("<?xml version='1.0' encoding='windows-1251'?><a><b>ж</b></a>"), "text/xml").Records));

    [Fact]
    public void Parse_XmlDeclaredUtf16ByMistake_IsReadAsItIs() =>
        Assert.Equal(["{\"b\":\"ж\"}"], Records.Texts(_parser.Parse(Records.Utf8("<?xml version='1.0' encoding='utf-16'?><a><b>ж</b></a>"), "text/xml").Records));

    [Theory]
    [InlineData("application/json", "[1,2]", BodyFormat.Json)]
    [InlineData("application/gzip", "[1,2]", BodyFormat.Json)]
    [InlineData("application/octet-stream", "{\"a\":1}\n{\"a\":2}", BodyFormat.Ndjson)]
    [InlineData("text/csv", "a\n1\n2", BodyFormat.Csv)]
    public void Parse_GzipThatNobodyAnnounced_IsUnpackedByItsMagic(string contentType, string text, BodyFormat format)
    {
        var parsed = _parser.Parse(Gzip(Encoding.UTF8.GetBytes(text)), contentType);

        Assert.Null(parsed.Error);
        Assert.Equal((format, 2), (parsed.Format, parsed.Records.Count));
        // The body as it is kept is no text.
        Assert.Null(parsed.Charset);
    }

    [Fact]
    public void Parse_GzipOfTwoMembers_IsUnpackedWhole() =>
        Assert.Equal(2, _parser.Parse((byte[])[.. Gzip("[1,"u8.ToArray()), .. Gzip("2]"u8.ToArray())], "application/json").Records.Count);

    [Fact]
    public void Parse_GzipBomb_IsTooLarge()
    {
        var bomb = Gzip(new byte[ParseLimits.MaxBytes + 1]);

        Assert.Equal(ErrorKind.TooLarge, _parser.Parse(bomb, "application/json").Error?.Kind);
        Assert.Equal(ErrorKind.Parse, _parser.Parse(bomb, "application/json", null, ParseLimits.MaxBytes + 1).Error?.Kind);
    }

    [Theory]
    [InlineData("application/gzip", true)]
    [InlineData("text/csv", false)]
    public void Parse_GzipThatEndsEarly_IsAnErrorOnlyWhereSomethingWasDeclared(string contentType, bool accepted)
    {
        var parsed = _parser.Parse(Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1000)))).AsMemory()[..^20], contentType);

        Assert.Equal(accepted, parsed.Error is null);
        Assert.Empty(parsed.Records);
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }
}
