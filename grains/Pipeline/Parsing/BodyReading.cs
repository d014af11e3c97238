using System.Text;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Parsing;

/// <summary>A body whose encoding is known, ready to be read as one format or another.</summary>
/// <param name="Content">Without its byte-order mark.</param>
/// <param name="Text">The same in UTF-8.</param>
/// <param name="Guessed">Nothing speaks for the encoding.</param>
/// <param name="MaxRowBytes">Most bytes of rows that are written anew.</param>
internal sealed record BodyReading(
    ReadOnlyMemory<byte> Content, ReadOnlyMemory<byte> Text, Encoding Encoding, bool Guessed, DecodeDefinition? Decode, long MaxRowBytes)
{
    /// <param name="header">Charset of the Content-Type header; may be empty or nonsense.</param>
    /// <param name="wanted">A known charset that beats all else, or null.</param>
    public static BodyReading Of(ReadOnlyMemory<byte> body, ReadOnlySpan<char> header, string? wanted, Treatment treatment, DecodeDefinition? decode, long maxRowBytes)
    {
        var (encoding, mark, guessed) = Charsets.Choose(body.Span, header);
        if (wanted is not null)
        {
            encoding = Charsets.Find(wanted)!;
            guessed = false;
            mark = body.Span.StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0;
        }
        else if (treatment is Treatment.Json or Treatment.Ndjson && guessed)
        {
            // JSON is UTF-8 unless it says otherwise; a guess would turn one bad byte into a whole document of wrong letters.
            encoding = Encoding.UTF8;
        }

        var content = body[mark..];
        return new BodyReading(content, Utf8Text.From(content, encoding), encoding, guessed, decode, maxRowBytes);
    }

    /// <exception cref="ParseFaultException">It cannot be read so.</exception>
    public ParsedBody As(Treatment treatment) => treatment switch
    {
        Treatment.Json => Of(BodyFormat.Json, JsonRecords.Read(Text, Decode?.Records)) with { Document = Text },
        Treatment.Ndjson => Of(BodyFormat.Ndjson, NdjsonRecords.Read(Text)),
        Treatment.Csv => Of(BodyFormat.Csv, Csv()),
        Treatment.XmlOrFeed when !FeedRecords.Recognizes(Text) => As(Treatment.Xml),
        Treatment.XmlOrFeed or Treatment.Feed => Of(BodyFormat.Feed, FeedRecords.Read(Text, MaxRowBytes)),
        Treatment.Xml => Of(BodyFormat.Xml, XmlRecords.Read(Text, Decode?.Records, MaxRowBytes)),
        _ => AsText(),
    };

    private ParsedBody Of(BodyFormat format, IReadOnlyList<ReadOnlyMemory<byte>> records) =>
        new() { Records = records, Charset = Encoding.WebName, Format = format };

    private IReadOnlyList<ReadOnlyMemory<byte>> Csv()
    {
        if (BodyLooks.IsSurelyNotCsv(Content.Span, Text))
        {
            throw new ParseFaultException("it is read as CSV only if its source says so and it is no other format");
        }

        return CsvRecords.Read(Text, Decode?.Delimiter is { } delimiter ? CsvDelimiter.Of(delimiter) : null, Decode?.Header ?? true, MaxRowBytes);
    }

    private ParsedBody AsText()
    {
        if (!BodyLooks.IsText(Text.Span))
        {
            return Decode?.Format == BodyFormat.Text ? throw new ParseFaultException("it has characters that no text has") : new ParsedBody();
        }

        return Of(BodyFormat.Text, Text.IsEmpty ? [] : [TextRecord.From(Text.Span)]);
    }
}
