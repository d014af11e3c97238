using System.Text;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Parsing;

/// <summary>JSON to its records, other text to one record, what is not text to none.</summary>
public sealed class Parser : IParser
{
    /// <inheritdoc/>
    public ParsedBody Parse(ReadOnlyMemory<byte> body, string? contentType, DecodeDefinition? decode = null)
    {
        var type = ContentType.Read(contentType);
        var treatment = ContentRules.For(type.MediaType);
        if (treatment == Treatment.Binary)
        {
            return new ParsedBody();
        }

        var (encoding, mark, guessed) = Charsets.Choose(body.Span, type.Charset);
        var content = body[mark..];
        if (treatment == Treatment.Json && guessed)
        {
            // JSON is UTF-8 unless it says otherwise; a guess would turn one bad byte into a whole document of wrong letters.
            encoding = Encoding.UTF8;
        }

        var text = encoding.CodePage == Encoding.UTF8.CodePage ? content : Encoding.Convert(encoding, Encoding.UTF8, content.ToArray());
        return treatment switch
        {
            Treatment.Json => ParseJson(content, text, encoding),
            Treatment.Sniff when !guessed && LooksLikeJson(text.Span) && JsonRecords.Read(text, out var fault) is var records && fault is null
                => new ParsedBody { Records = records, Charset = encoding.WebName },
            _ => ParseText(text, encoding),
        };
    }

    private static ParsedBody ParseJson(ReadOnlyMemory<byte> content, ReadOnlyMemory<byte> text, Encoding encoding)
    {
        var records = JsonRecords.Read(text, out var fault);
        if (fault is null)
        {
            return new ParsedBody { Records = records, Charset = encoding.WebName };
        }

        return new ParsedBody
        {
            Charset = BodyLooks.IsText(text.Span) ? encoding.WebName : null,
            Error = new FetchError(ErrorKind.Parse, $"The body is declared JSON but looks like {BodyLooks.Describe(content.Span, text.Span)}: {fault}."),
        };
    }

    private static ParsedBody ParseText(ReadOnlyMemory<byte> text, Encoding encoding)
    {
        if (!BodyLooks.IsText(text.Span))
        {
            return new ParsedBody();
        }

        return new ParsedBody { Records = text.IsEmpty ? [] : [TextRecord.From(text.Span)], Charset = encoding.WebName };
    }

    private static bool LooksLikeJson(ReadOnlySpan<byte> text) => text.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
}
