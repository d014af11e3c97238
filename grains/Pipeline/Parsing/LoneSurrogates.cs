using System.Buffers.Text;

namespace Gleaner.Pipeline.Parsing;

/// <summary>
/// Escapes such as <c>\ud800</c> without their other half: RFC 8259 lets them pass, MySQL and MariaDB refuse the whole
/// document. They become <c>\ufffd</c>, which has the same length, so that everything else stays as it was sent.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    /// <summary>Adds the places of lone surrogates to the list, which is made when there is one.</summary>
    /// <param name="text">The inside of a string as sent, with valid escapes.</param>
    /// <param name="offset">Where it stands in the document.</param>
    public static void Find(ReadOnlySpan<byte> text, int offset, ref List<int>? places)
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
                (places ??= []).Add(offset + i);
            }

            i += EscapeLength;
        }
    }

    /// <summary>A copy of the record with the places replaced.</summary>
    /// <param name="start">Where the record stands in the document.</param>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> record, int start, List<int> places)
    {
        var copy = record.ToArray();
        foreach (var place in places)
        {
            "\\ufffd"u8.CopyTo(copy.AsSpan(place - start));
        }

        return copy;
    }

    private static char CodeUnit(ReadOnlySpan<byte> text, int at) =>
        Utf8Parser.TryParse(text.Slice(at + 2, 4), out ushort unit, out _, 'x') ? (char)unit : default;
}
