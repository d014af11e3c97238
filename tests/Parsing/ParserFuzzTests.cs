using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Parsing;

namespace Gleaner.Tests.Parsing;

/// <summary>Bytes that are nearly a document: whatever comes, every decoder ends in a value, and what it emits can be stored.</summary>
public sealed class ParserFuzzTests
{
    private const int Cap = 64 * 1024;

    private static readonly string[] Documents =
    [
        "[{\"a\":\"\\ud83d\\ude00\",\"b\":[1.5e3,null]},{}]",
        "{\"data\":{\"rows\":[{\"id\":1},{\"id\":2}]},\"next\":\"x\"}",
        "{\"a\":1}\n\n{\"b\":\"\\ud800\"}\r\n[2]\n",
        "id,name,\"a \"\"b\"\"\",name\n1,\"x\ny\",2\n3;4\n",
        "sep=;\na;b\n1;\"2",
        "<?xml version='1.0' encoding='windows-1251'?><r xmlns:x='u'><l><i x:a='1'>t<![CDATA[<]]></i><i/></l><!-- c --><?p i?></r>",
        "<rss version='2.0'><channel><item><title>t</title><guid>http://x/1</guid><pubDate>Tue, 10 Jun 2003 04:00:00 GMT</pubDate><enclosure url='u' length='1'/></item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='h'/><content type='xhtml'><div><p a='b'>x</p></div></content><author><name>n</name></author></entry></feed>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><item rdf:about='a'><title>t</title></item></rdf:RDF>",
        "plain text, ümläuts\n",
    ];

    private static readonly string?[] Types = [null, "application/json", "text/plain", "application/x-ndjson", "text/csv; charset=utf-16", "application/xml", "application/rss+xml; charset=\"", "application/gzip"];

    private static readonly string?[] Paths = [null, null, "data.rows", "l/i", "/", ".", "a..b", "0", "/r/l"];

    private static readonly string?[] Encodings = [null, null, null, "utf-8", "utf-16", "utf-32", "shift_jis", "gb18030", "koi8-r"];

    private readonly Parser _parser = new();

    [Theory]
    [InlineData(20261122)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Parse_MutatedDocuments_EndInAValueAndEmitOnlyWhatCanBeStored(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 3_000; i++)
        {
            Check(Mutate([.. Encoding.UTF8.GetBytes(Pick(random, Documents))], random), random);
        }
    }

    [Fact]
    public void Parse_RandomBytes_EndInAValueAndEmitOnlyWhatCanBeStored()
    {
        var random = new Random(4);
        for (var i = 0; i < 5_000; i++)
        {
            var body = new byte[random.Next(200)];
            random.NextBytes(body);
            if (body.Length > 3 && random.Next(3) == 0)
            {
                (body[0], body[1], body[2]) = (0x1F, 0x8B, 8);
            }

            Check(body, random);
        }
    }

    private void Check(byte[] body, Random random)
    {
        var decode = new DecodeDefinition
        {
            Format = (BodyFormat)random.Next(7),
            Records = Pick(random, Paths),
            Charset = Pick(random, Encodings),
            Header = random.Next(2) == 0,
            Delimiter = random.Next(3) == 0 ? ";" : null,
        };

        var parsed = _parser.Parse(body, Pick(random, Types), random.Next(4) == 0 ? null : decode, Cap);

        var seen = $"{decode} {Convert.ToHexString(body)}";
        Assert.True(parsed.Error is null or { Kind: ErrorKind.Parse or ErrorKind.TooLarge }, seen);
        Assert.True(parsed.Error is null || parsed.Records.Count == 0, seen);
        Assert.True(parsed.Records.Sum(record => (long)record.Length) <= Cap * ParseLimits.RowGrowth, seen);
        foreach (var record in parsed.Records)
        {
            Assert.True(Utf8.IsValid(record.Span), seen);
            using var json = JsonDocument.Parse(record, new JsonDocumentOptions { MaxDepth = ParseLimits.MaxDepth });
            // Throws on half a surrogate pair.
            json.RootElement.Clone().GetRawText();
            Assert.Null(FaultOf(record));
        }
    }

    private static string? FaultOf(ReadOnlyMemory<byte> record)
    {
        JsonRecords.Read(record, out var fault);
        return fault;
    }

    private static byte[] Mutate(List<byte> bytes, Random random)
    {
        for (var change = random.Next(6); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)"<>\"'&;,\n{}[]\\/:"[random.Next(15)]);
                    break;
                case 3:
                    // A piece comes again, perhaps many times.
                    var piece = bytes.GetRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    for (var copies = random.Next(random.Next(10) == 0 ? 500 : 3); copies > 0; copies--)
                    {
                        bytes.InsertRange(at, piece);
                    }

                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(random.Next(10), bytes.Count - at));
                    break;
            }
        }

        return [.. bytes];
    }

    private static T Pick<T>(Random random, T[] choices) => choices[random.Next(choices.Length)];
}
