using System.Runtime.InteropServices;
using System.Text;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Parsing;

namespace Gleaner.Tests.Parsing;

/// <summary>
/// Runs alone: it counts what the process allocates. What is allocated in total is at least what is held at the peak, so that
/// no moment need be caught.
/// </summary>
[CollectionDefinition(nameof(ParserMemoryTests), DisableParallelization = true)]
[Collection(nameof(ParserMemoryTests))]
public sealed class ParserMemoryTests
{
    private const int MiB = 1024 * 1024;

    private readonly Parser _parser = new();

    [Theory]
    [InlineData("{\"id\":1234567,\"v\":\"x\"}")]
    [InlineData("{\"id\":1234567,\"name\":\"a record of more usual length\",\"tags\":[\"a\",\"b\"],\"at\":\"2024-05-01T12:00:00Z\",\"note\":\"and some more text\"}")]
    public void Parse_200MBArrayOfRecords_AllocatesLessThan64MBBesides(string record)
    {
        var body = Repeated("["u8, Encoding.UTF8.GetBytes(record), ","u8, "]"u8, 200_000_000);

        var (parsed, allocated) = Measured(body, "application/json", null);

        Assert.Null(parsed.Error);
        Assert.Equal((body.Length - 1) / (record.Length + 1), parsed.Records.Count);
        Assert.InRange(allocated, 0, 64_000_000);
    }

    [Fact]
    public void Parse_200MBUnderARecordsPath_AllocatesLessThan64MBBesides()
    {
        var body = Repeated("{\"data\":{\"rows\":["u8, "{\"id\":1234567,\"v\":\"x\"}"u8, ","u8, "]}}"u8, 200_000_000);

        var (parsed, allocated) = Measured(body, "application/json", new DecodeDefinition { Records = "data.rows" });

        Assert.Null(parsed.Error);
        Assert.InRange(allocated, 0, 64_000_000);
    }

    [Fact]
    public void Parse_200MBOfLines_AllocatesLessThan64MBBesides()
    {
        var body = Repeated(default, "{\"id\":1234567,\"v\":\"x\"}"u8, "\n"u8, default, 200_000_000);

        var (parsed, allocated) = Measured(body, "application/x-ndjson", null);

        Assert.Null(parsed.Error);
        Assert.InRange(allocated, 0, 64_000_000);
    }

    [Theory]
    [InlineData("text/csv", null, "id,name,price\n", "1234567,some name,12.50", "\n", "")]
    [InlineData("application/xml", "item", "<items>", "<item id='1234567'><name>some name</name><price>12.50</price></item>", "\n", "</items>")]
    [InlineData("application/rss+xml", null, "<rss><channel>", "<item><title>some title</title><link>http://x/1</link><description>some text</description></item>", "\n", "</channel></rss>")]
    public void Parse_BodyWrittenAnew_HoldsAboutItsRows(string contentType, string? path, string head, string record, string between, string tail)
    {
        var body = Repeated(Encoding.UTF8.GetBytes(head), Encoding.UTF8.GetBytes(record), Encoding.UTF8.GetBytes(between), Encoding.UTF8.GetBytes(tail), 15 * MiB);

        var parsed = _parser.Parse(body, contentType, new DecodeDefinition { Records = path });

        // What the process holds in all depends on pools that others have filled; the arrays behind the rows do not.
        Assert.Null(parsed.Error);
        var arrays = new HashSet<byte[]>(ReferenceEqualityComparer.Instance);
        foreach (var row in parsed.Records)
        {
            Assert.True(MemoryMarshal.TryGetArray(row, out var array));
            arrays.Add(array.Array!);
        }

        var rows = parsed.Records.Sum(row => (long)row.Length);
        Assert.DoesNotContain(body, arrays);
        Assert.InRange(arrays.Sum(array => (long)array.Length), rows, (long)(1.05 * rows) + MiB);
    }

    [Theory]
    [InlineData("application/json", "[")]
    [InlineData("application/json", "{\"a\":[")]
    [InlineData("application/x-ndjson", "[")]
    [InlineData("text/csv", "\"")]
    [InlineData("text/csv", "\"x")]
    [InlineData("text/csv", ",")]
    [InlineData("text/csv", "x,\"")]
    [InlineData("application/xml", "<a>")]
    [InlineData("application/xml", "<a x='")]
    [InlineData("application/xml", "<a x=''")]
    [InlineData("application/xml", "&lt;")]
    [InlineData("application/rss+xml", "<rss><item><link/>")]
    public void Parse_10MBOfOneThing_IsAnErrorThatCostsLittle(string contentType, string piece)
    {
        var body = Repeated(default, Encoding.UTF8.GetBytes(piece), default, default, 10 * MiB);

        var (parsed, allocated) = Measured(body, contentType, null);

        Assert.NotNull(parsed.Error);
        // The CSV reader keeps an index of the row that it is in: some twelve bytes for each field.
        Assert.InRange(allocated, 0, (piece == "," ? 160 : 64) * MiB);
    }

    [Theory]
    [InlineData("<r>", "<a/>", "</r>")]
    [InlineData("<r>", "<a/><b/>", "</r>")]
    [InlineData("<r>", "<a>1</a>", "</r>")]
    [InlineData("<r><a ", "x='1' ", "/></r>")]
    public void Parse_LargeXmlInOneRecord_AllocatesAFewTimesItsSize(string head, string piece, string tail)
    {
        var body = Repeated(Encoding.UTF8.GetBytes(head), Encoding.UTF8.GetBytes(piece), default, Encoding.UTF8.GetBytes(tail), 10 * MiB);

        var (_, allocated) = Measured(body, "application/xml", null);

        // Strings of the reader, most of which are gone by then, among them.
        Assert.InRange(allocated, 0, 400 * MiB);
    }

    private (ParsedBody Parsed, long Allocated) Measured(byte[] body, string contentType, DecodeDefinition? decode)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var parsed = _parser.Parse(body, contentType, decode, 256 * MiB);
        return (parsed, GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    private static byte[] Repeated(ReadOnlySpan<byte> head, ReadOnlySpan<byte> piece, ReadOnlySpan<byte> between, ReadOnlySpan<byte> tail, int length)
    {
        var count = (length - head.Length - tail.Length) / (piece.Length + between.Length);
        var body = new byte[head.Length + count * (piece.Length + between.Length) - between.Length * (tail.IsEmpty ? 0 : 1) + tail.Length];
        head.CopyTo(body);
        for (int i = 0, at = head.Length; i < count; i++, at += piece.Length + between.Length)
        {
            piece.CopyTo(body.AsSpan(at));
            if (i < count - 1 || tail.IsEmpty)
            {
                between.CopyTo(body.AsSpan(at + piece.Length));
            }
        }

        tail.CopyTo(body.AsSpan(body.Length - tail.Length));
        return body;
    }
}
