using System.Globalization;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Parsing;

/// <summary>
/// Reads a body as its source declares it, else as its Content-Type says, else as it looks. What is declared and is not so is
/// an error that says what it looks like; text that nobody declared is one record, what is not text none.
/// </summary>
public sealed class Parser : IParser
{
    /// <inheritdoc/>
    public ParsedBody Parse(ReadOnlyMemory<byte> body, string? contentType, DecodeDefinition? decode = null, long? maxBytes = null)
    {
        var cap = (int)Math.Min(maxBytes ?? ParseLimits.MaxBytes, Array.MaxLength - 1);
        var type = ContentType.Read(contentType);
        var treatment = Treat(ContentRules.For(type.MediaType), decode);
        var packed = GzipBody.Is(body.Span);
        if (packed)
        {
            try
            {
                if (GzipBody.Unwrap(body, cap) is not { } plain)
                {
                    return Failed(ErrorKind.TooLarge, string.Create(CultureInfo.InvariantCulture, $"The body is gzip data that unpacks to more than {cap:N0} bytes."));
                }

                body = plain;
                // Of a type that means "packed" nothing is known about what is inside.
                treatment = treatment == Treatment.Binary ? Treatment.Sniff : treatment;
            }
            catch (InvalidDataException)
            {
                return treatment is Treatment.Binary or Treatment.Sniff or Treatment.Text && decode is null
                    ? new ParsedBody()
                    : Failed(ErrorKind.Parse, $"The body is {Declared(treatment)} but looks like gzip data, which is broken or ends early.");
            }
        }

        if (treatment == Treatment.Binary)
        {
            return new ParsedBody();
        }

        var charset = decode?.Charset;
        if (charset is not null && Charsets.Find(charset) is null)
        {
            return Failed(ErrorKind.Parse, $"The charset '{charset}' of the source's decode section is not known.");
        }

        if (treatment == Treatment.Csv && decode?.Delimiter is { } delimiter && CsvDelimiter.Of(delimiter) is null)
        {
            return Failed(ErrorKind.Parse, $"The delimiter '{delimiter}' of the source's decode section is not one ASCII character that can separate cells.");
        }

        var reading = BodyReading.Of(body, type.Charset, charset, treatment, decode, (long)cap * ParseLimits.RowGrowth);
        var parsed = Read(reading, treatment);
        return packed ? parsed with { Charset = null } : parsed;
    }

    private static ParsedBody Read(BodyReading reading, Treatment treatment)
    {
        try
        {
            return treatment == Treatment.Sniff ? Sniff(reading) : reading.As(treatment);
        }
        catch (ParseFaultException fault)
        {
            var looks = fault.Misread ? BodyLooks.Describe(reading.Content.Span, reading.Text) : null;
            return new ParsedBody
            {
                Charset = BodyLooks.IsText(reading.Text.Span) ? reading.Encoding.WebName : null,
                Error = new FetchError(ErrorKind.Parse, looks is null
                    ? $"The body is {Noun(treatment)}, but {fault.Message}."
                    : $"The body is {Declared(treatment)} but looks like {looks}: {fault.Message}."),
            };
        }
    }

    /// <summary>Whatever it reads as to its end; text otherwise.</summary>
    private static ParsedBody Sniff(BodyReading reading)
    {
        Treatment[] candidates = reading.Text.Span.TrimStart(" \t\r\n"u8) switch
        {
            [(byte)'{', ..] when !reading.Guessed => [Treatment.Json, Treatment.Ndjson],
            [(byte)'[', ..] when !reading.Guessed => [Treatment.Json],
            [(byte)'<', (byte)'?', (byte)'x', ..] => [Treatment.XmlOrFeed],
            [(byte)'<', ..] when FeedRecords.Recognizes(reading.Text) => [Treatment.Feed],
            _ => [],
        };
        foreach (var candidate in candidates)
        {
            try
            {
                return reading.As(candidate);
            }
            catch (ParseFaultException)
            {
                // Not that, then.
            }
        }

        return reading.As(Treatment.Text);
    }

    /// <summary>What the source declares beats the table; a path to records says that there is structure where the type does not.</summary>
    private static Treatment Treat(Treatment byType, DecodeDefinition? decode) => decode?.Format switch
    {
        BodyFormat.Json => Treatment.Json,
        BodyFormat.Ndjson => Treatment.Ndjson,
        BodyFormat.Csv => Treatment.Csv,
        BodyFormat.Xml => Treatment.Xml,
        BodyFormat.Feed => Treatment.Feed,
        BodyFormat.Text => Treatment.Text,
        _ when decode?.Records is null => byType,
        _ => byType switch
        {
            Treatment.XmlOrFeed or Treatment.Feed => Treatment.Xml,
            Treatment.Sniff or Treatment.Text or Treatment.Binary => decode.Records.Contains('/') ? Treatment.Xml : Treatment.Json,
            _ => byType,
        },
    };

    private static string Declared(Treatment treatment) => $"declared {Noun(treatment)}";

    private static string Noun(Treatment treatment) => treatment switch
    {
        Treatment.Json => "JSON",
        Treatment.Ndjson => "NDJSON",
        Treatment.Csv => "CSV",
        Treatment.Xml or Treatment.XmlOrFeed => "XML",
        Treatment.Feed => "a feed",
        _ => "text",
    };

    private static ParsedBody Failed(ErrorKind kind, string message) => new() { Error = new FetchError(kind, message) };
}
