using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Gleaner.Pipeline.Parsing;

/// <summary>Character encodings by their names on the web, and the choice of one for a body: byte-order mark, then header, then content.</summary>
public static class Charsets
{
    private const string Utf8 = "utf-8";

    /// <summary>How far into a document its own declaration is looked for.</summary>
    private const int DeclarationWindow = 1024;

    private static readonly SearchValues<char> EndOfLabel = SearchValues.Create(" \"'/>;");

    /// <summary>Labels that the web uses for a larger encoding than they name (WHATWG Encoding Standard).</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf8"] = Utf8,
        ["iso-8859-1"] = "windows-1252",
        ["latin1"] = "windows-1252",
        ["us-ascii"] = "windows-1252",
        ["ascii"] = "windows-1252",
        ["gb2312"] = "gb18030",
        ["gbk"] = "gb18030",
        ["sjis"] = "shift_jis",
        ["unicode"] = "utf-16",
    };

    /// <summary>The encoding of a web name, or null when it is not known. Bytes that make no sense in it decode to U+FFFD.</summary>
    public static Encoding? Find(string name)
    {
        name = Aliases.GetValueOrDefault(name, name);
        if (name.Equals(Utf8, StringComparison.OrdinalIgnoreCase))
        {
            return Encoding.UTF8;
        }

        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The body's encoding, the length of its byte-order mark, and whether the encoding is a mere guess.</summary>
    /// <param name="declared">Charset of the Content-Type header; may be empty or nonsense.</param>
    internal static (Encoding Encoding, int MarkLength, bool Guessed) Choose(ReadOnlySpan<byte> body, ReadOnlySpan<char> declared) => body switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3, false),
        [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4, false),
        [0, 0, 0xFE, 0xFF, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: true), 4, false),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2, false),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2, false),
        _ when (FromHeader(declared) ?? FromContent(body)) is { } known => (known, 0, false),
        _ => (Find("windows-1252")!, 0, true),
    };

    private static Encoding? FromHeader(ReadOnlySpan<char> declared) =>
        declared.IsEmpty ? null
        : declared.Equals(Utf8, StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8
        : Find(declared.ToString());

    private static Encoding? FromContent(ReadOnlySpan<byte> body) =>
        // Text in the Latin alphabet begins with an ASCII character: its zero byte shows UTF-16.
        body is [not 0, 0, not 0, 0, ..] ? Encoding.Unicode
        : body is [0, not 0, 0, not 0, ..] ? Encoding.BigEndianUnicode
        : FromDeclaration(body) is { } declared ? declared
        : System.Text.Unicode.Utf8.IsValid(body) ? Encoding.UTF8
        : null;

    /// <summary>What XML says in its first line (<c>encoding="…"</c>) and HTML in a meta tag (<c>charset=…</c>).</summary>
    private static Encoding? FromDeclaration(ReadOnlySpan<byte> body)
    {
        var window = body[..Math.Min(body.Length, DeclarationWindow)];
        if (window.IndexOf((byte)'<') < 0)
        {
            return null;
        }

        var head = Encoding.Latin1.GetString(window);
        var trimmed = head.TrimStart();
        var found = trimmed.StartsWith("<?xml", StringComparison.Ordinal) ? Quoted(trimmed[..(trimmed.IndexOf("?>", StringComparison.Ordinal) is var end and >= 0 ? end : trimmed.Length)], "encoding=")
            : head.Contains("<meta", StringComparison.OrdinalIgnoreCase) ? Quoted(head, "charset=")
            : null;
        var encoding = found is null ? null : Find(found);
        // Whoever wrote this declaration in ASCII bytes did not write UTF-16.
        return encoding is UnicodeEncoding or UTF32Encoding ? Encoding.UTF8 : encoding;
    }

    private static string? Quoted(string text, string before)
    {
        var start = text.IndexOf(before, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        var value = text.AsSpan(start + before.Length).TrimStart(" \"'");
        var end = value.IndexOfAny(EndOfLabel);
        return end <= 0 ? null : value[..end].ToString();
    }
}
