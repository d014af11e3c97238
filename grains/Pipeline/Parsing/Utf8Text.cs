using System.Text;

namespace Gleaner.Pipeline.Parsing;

/// <summary>Text of any encoding in UTF-8, written piece by piece, so that hardly more is held than the result.</summary>
internal static class Utf8Text
{
    private const int PieceLength = 16 * 1024;

    /// <param name="content">Without byte-order mark; bytes that make no sense in the encoding become U+FFFD.</param>
    public static ReadOnlyMemory<byte> From(ReadOnlyMemory<byte> content, Encoding encoding) =>
        encoding.CodePage == Encoding.UTF8.CodePage ? content : Transcoded(content, encoding);

    private delegate void Take(ReadOnlySpan<char> piece);

    private static byte[] Transcoded(ReadOnlyMemory<byte> content, Encoding encoding)
    {
        var length = 0L;
        ForEachPiece(content.Span, encoding, piece => length += Encoding.UTF8.GetByteCount(piece));
        if (length > Array.MaxLength)
        {
            throw ParseFaultException.Limit("its text is too long");
        }

        var text = new byte[length];
        var at = 0;
        ForEachPiece(content.Span, encoding, piece => at += Encoding.UTF8.GetBytes(piece, text.AsSpan(at)));
        return text;
    }

    private static void ForEachPiece(ReadOnlySpan<byte> content, Encoding encoding, Take take)
    {
        var decoder = encoding.GetDecoder();
        var chars = new char[encoding.GetMaxCharCount(PieceLength) + 2];
        var kept = 0;
        for (var at = 0; ; at += PieceLength)
        {
            var bytes = content.Slice(at, Math.Min(content.Length - at, PieceLength));
            var last = at + bytes.Length == content.Length;
            var count = kept + decoder.GetChars(bytes, chars.AsSpan(kept), flush: last);
            // The first half of a pair waits for the other.
            kept = !last && count > 0 && char.IsHighSurrogate(chars[count - 1]) ? 1 : 0;
            take(chars.AsSpan(0, count - kept));
            if (last)
            {
                return;
            }

            chars[0] = kept > 0 ? chars[count - 1] : chars[0];
        }
    }
}
