using System.Text;

namespace Gleaner.Pipeline.Parsing;

/// <summary>What a body looks like, for messages, and whether it is text at all.</summary>
internal static class BodyLooks
{
    /// <summary>How much of a body is looked at: a binary format shows itself early.</summary>
    private const int Window = 4096;

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
        ("<?xml"u8.ToArray(), "XML"),
        ("<!doctype html"u8.ToArray(), "HTML"),
        ("<html"u8.ToArray(), "HTML"),
        ("<"u8.ToArray(), "markup"),
        ("{"u8.ToArray(), "broken JSON"),
        ("["u8.ToArray(), "broken JSON"),
        ("\""u8.ToArray(), "broken JSON"),
    ];

    /// <summary>A noun for the body.</summary>
    /// <param name="content">The body without its byte-order mark.</param>
    /// <param name="text">The same in UTF-8.</param>
    public static string Describe(ReadOnlySpan<byte> content, ReadOnlySpan<byte> text)
    {
        foreach (var (start, name) in BinaryMagic)
        {
            if (content.StartsWith(start))
            {
                return name;
            }
        }

        text = text.TrimStart(" \t\r\n"u8);
        foreach (var (start, name) in TextMagic)
        {
            if (text.Length >= start.Length && Ascii.EqualsIgnoreCase(text[..start.Length], start))
            {
                return name;
            }
        }

        return text.IsEmpty ? "nothing at all" : IsText(text) ? "plain text" : "binary data";
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
