using System.Text.Json;

namespace Gleaner.Pipeline.Parsing;

/// <summary>
/// Passes over the values of a document that become records, and is stricter than RFC 8259 asks where a store would stumble:
/// depth, numbers, lone surrogates.
/// </summary>
/// <param name="document">UTF-8 without byte-order mark.</param>
internal struct JsonScan(ReadOnlyMemory<byte> document)
{
    /// <summary>Numbers up to this many digits without an exponent always fit a double.</summary>
    private const int SafeNumberLength = 300;

    private byte[]? _mended;

    /// <summary>The document as records are to be cut from it: as sent, or a copy with its lone surrogates mended.</summary>
    public readonly ReadOnlyMemory<byte> Document => _mended ?? document;

    /// <summary>Checks the value that the reader is at and leaves the reader at its end.</summary>
    /// <param name="offset">Where in the document the reader's text begins.</param>
    /// <returns>The value's place in the document.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="ParseFaultException">It is JSON that a store would refuse.</exception>
    public (int Start, int Length) Pass(ref Utf8JsonReader reader, int offset)
    {
        var start = reader.TokenStartIndex;
        var depth = reader.CurrentDepth;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth + 1 - depth > ParseLimits.MaxDepth:
                    throw ParseFaultException.Limit($"byte {offset + reader.TokenStartIndex} is nested deeper than {ParseLimits.MaxDepth} levels, more than a database can read");
                case JsonTokenType.Number:
                    CheckNumber(ref reader, offset);
                    break;
                case JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueIsEscaped:
                    LoneSurrogates.Mend(reader.ValueSpan, offset + (int)reader.TokenStartIndex + 1, document, ref _mended);
                    break;
            }
        }
        while ((reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray || reader.CurrentDepth > depth) && reader.Read());

        return (offset + (int)start, (int)(reader.BytesConsumed - start));
    }

    /// <summary>MySQL refuses a document with a number that no double can hold.</summary>
    private static void CheckNumber(ref Utf8JsonReader reader, int offset)
    {
        var digits = reader.ValueSpan;
        if ((digits.Length > SafeNumberLength || digits.IndexOfAny((byte)'e', (byte)'E') >= 0) && !(reader.TryGetDouble(out var number) && double.IsFinite(number)))
        {
            throw ParseFaultException.Limit($"the number at byte {offset + reader.TokenStartIndex} is too large for a database");
        }
    }
}
