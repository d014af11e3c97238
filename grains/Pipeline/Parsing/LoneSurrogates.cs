using System.Buffers.Text;

namespace Gleaner.Pipeline.Parsing;

/// <summary>
/// Escapes such as <c>\ud800</c> without their other half: RFC 8259 lets them pass, MySQL and MariaDB refuse the whole
/// document. They become <c>\ufffd</c>, which has the same length, so that everything else stays as it was sent.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    /// <summary>Mends a string of a document in a copy of the document, which is made when it is first needed.</summary>
    /// <param name="text">The inside of the string as sent, with valid escapes.</param>
    /// <param name="offset">Where it stands in the document.</param>
    public static void Mend(ReadOnlySpan<byte> text, int offset, ReadOnlyMemory<byte> document, ref byte[]? copy)
    {
        for (var i = 0; i < text.Length;)
        {
            var step = text[i..].IndexOf((byte)'\\');
            if (step < 0)
            {
                return;
            }

            i += step;
            if (text[i + 1] != 'u')
            {
                i += 2;
                continue;
            }

            var first = CodeUnit(text, i);
            if (char.IsHighSurrogate(first) && i + 2 * EscapeLength <= text.Length && text[i + EscapeLength] == '\\' && text[i + EscapeLength + 1] == 'u'
                && char.IsLowSurrogate(CodeUnit(text, i + EscapeLength)))
            {
                i += 2 * EscapeLength;
                continue;
            }

            if (char.IsSurrogate(first))
            {
                copy ??= document.ToArray();
                "\\ufffd"u8.CopyTo(copy.AsSpan(offset + i));
            }

            i += EscapeLength;
        }
    }

    private static char CodeUnit(ReadOnlySpan<byte> text, int at) =>
        Utf8Parser.TryParse(text.Slice(at + 2, 4), out ushort unit, out _, 'x') ? (char)unit : default;
}
