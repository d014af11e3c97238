using System.Text;

namespace Gleaner.Pipeline.Parsing;

/// <summary>What a body looks like, for messages, and whether it is text at all.</summary>
internal static class BodyLooks
{
    /// <summary>How much of a body is looked at: a binary format shows itself early.</summary>
    private const int Window = 4096;

    private const string Html = "HTML";
    private const string BrokenJson = "broken JSON";

    private static readonly (byte[] Start, string Name)[] BinaryMagic =
    [
        ([0x1F, 0x8B], "gzip data"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd data"),
        ("PK\x03\x04"u8.ToArray(), "a zip archive"),
        ("%PDF-"u8.ToArray(), "a PDF document"),
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "a PNG image"),
        ([0xFF, 0xD8, 0xFF], "a JPEG image"),
        ("GIF8"u8.ToArray(), "a GIF image"),
    ];

    private static readonly (byte[] Start, string Name)[] TextMagic =
    [
        ("<!doctype html"u8.ToArray(), Html),
        ("<html"u8.ToArray(), Html),
        ("<rss"u8.ToArray(), "an RSS feed"),
        ("<rdf:RDF"u8.ToArray(), "an RSS feed or other RDF"),
        ("<feed"u8.ToArray(), "an Atom feed"),
        ("<?xml"u8.ToArray(), "XML"),
        ("<"u8.ToArray(), "markup"),
    ];

    /// <summary>A noun for the body.</summary>
    /// <param name="content">The body without its byte-order mark.</param>
    /// <param name="text">The same in UTF-8.</param>
    public static string Describe(ReadOnlySpan<byte> content, ReadOnlyMemory<byte> text)
    {
        if (Magic(BinaryMagic, content) is { } binary)
        {
            return binary;
        }

        var start = text.Span.TrimStart(" \t\r\n"u8);
        if (start is [(byte)'<', ..])
        {
            // The declaration says less than what it stands before.
            var root = start.StartsWith("<?xml"u8) && start.IndexOf("?>"u8) is var end and >= 0 ? start[(end + 2)..].TrimStart(" \t\r\n"u8) : start;
            return Magic(TextMagic, root) is { } known and not "markup" ? known : Magic(TextMagic, start)!;
        }

        return start.IsEmpty ? "nothing at all"
            : start[0] is (byte)'{' or (byte)'[' or (byte)'"' ? Json(text)
            : !IsText(start) ? "binary data"
            : CsvLooks.Are(start) ? "CSV"
            : "plain text";
    }

    /// <summary>Whether a body that was to be CSV, which nearly all text can be read as, is plainly something else.</summary>
    public static bool IsSurelyNotCsv(ReadOnlySpan<byte> content, ReadOnlyMemory<byte> text)
    {
        var start = text.Span.TrimStart(" \t\r\n"u8);
        return Magic(BinaryMagic, content) is not null
            || !IsText(start)
            || (start is [(byte)'<', ..] && Magic(TextMagic, start) is not "markup")
            || (start is [(byte)'{' or (byte)'[', ..] && Json(text) is not BrokenJson);
    }

    /// <summary>JSON that reads to its end; NDJSON when the first line does and there are more.</summary>
    private static string Json(ReadOnlyMemory<byte> text)
    {
        JsonRecords.Read(text, out var fault);
        if (fault is null)
        {
            return "JSON";
        }

        var start = text.Length - text.Span.TrimStart(" \t\r\n"u8).Length;
        var end = text.Span[start..].IndexOf((byte)'\n');
        if (end > 0 && !text.Span[(start + end)..].Trim(" \t\r\n"u8).IsEmpty)
        {
            JsonRecords.Read(text.Slice(start, end), out fault);
        }

        return fault is null ? "NDJSON" : BrokenJson;
    }

    private static string? Magic((byte[] Start, string Name)[] table, ReadOnlySpan<byte> body)
    {
        foreach (var (start, name) in table)
        {
            if (body.Length >= start.Length && Ascii.EqualsIgnoreCase(body[..start.Length], start))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>False when there are control characters that no text has (WHATWG MIME Sniffing, binary data bytes).</summary>
    /// <param name="body">In an encoding whose first 128 codes are ASCII.</param>
    public static bool IsText(ReadOnlySpan<byte> body)
    {
        foreach (var c in body[..Math.Min(body.Length, Window)])
        {
            // Escape is allowed: logs have colours and some Japanese encodings shift with it.
            if (c is < 0x09 or 0x0B or (>= 0x0E and < 0x1B) or (>= 0x1C and < 0x20))
            {
                return false;
            }
        }

        return true;
    }
}
