using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Gleaner.Pipeline.Parsing;

/// <summary>
/// Splits a JSON document into records without copying: the elements of a root array, or the root itself. The whole
/// document is checked, and stricter than RFC 8259 asks where a store would stumble (depth, numbers, lone surrogates).
/// </summary>
internal static class JsonRecords
{
    /// <summary>Numbers up to this many digits without an exponent always fit a double.</summary>
    private const int SafeNumberLength = 300;

    /// <summary>Reads a whole document.</summary>
    /// <param name="json">UTF-8 without byte-order mark.</param>
    /// <param name="fault">Null when it was read, else a clause that says what is wrong and where.</param>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> json, out string? fault)
    {
        try
        {
            fault = null;
            return Split(json);
        }
        catch (JsonException error)
        {
            fault = error is RecordFaultException ? error.Message : Place(error);
            return [];
        }
    }

    private static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> json)
    {
        var span = json.Span;
        if (!Utf8.IsValid(span))
        {
            throw new RecordFaultException($"byte {FirstInvalid(span)} is not valid UTF-8");
        }

        // The root array around the records does not count, and one level more lets Record say what is too deep.
        var reader = new Utf8JsonReader(span, new JsonReaderOptions { MaxDepth = ParseLimits.MaxDepth + 2 });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            var root = Record(ref reader, json, rootDepth: 0);
            ExpectEnd(ref reader);
            return [root];
        }

        var records = new List<ReadOnlyMemory<byte>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (records.Count == ParseLimits.MaxRecords)
            {
                throw new RecordFaultException($"it has more than {ParseLimits.MaxRecords:N0} records");
            }

            records.Add(Record(ref reader, json, rootDepth: 1));
        }

        ExpectEnd(ref reader);
        return records;
    }

    /// <summary>The value that the reader is at, checked to its end.</summary>
    private static ReadOnlyMemory<byte> Record(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, int rootDepth)
    {
        var start = (int)reader.TokenStartIndex;
        var depth = reader.CurrentDepth;
        List<int>? lone = null;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth + 1 - rootDepth > ParseLimits.MaxDepth:
                    throw new RecordFaultException($"byte {reader.TokenStartIndex} is nested deeper than {ParseLimits.MaxDepth} levels, more than a database can read");
                case JsonTokenType.Number:
                    CheckNumber(ref reader);
                    break;
                case JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueIsEscaped:
                    LoneSurrogates.Find(reader.ValueSpan, (int)reader.TokenStartIndex + 1, ref lone);
                    break;
            }
        }
        while ((reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray || reader.CurrentDepth > depth) && reader.Read());

        var record = json[start..(int)reader.BytesConsumed];
        return lone is null ? record : LoneSurrogates.Replace(record, start, lone);
    }

    /// <summary>MySQL refuses a document with a number that no double can hold.</summary>
    private static void CheckNumber(ref Utf8JsonReader reader)
    {
        var digits = reader.ValueSpan;
        if ((digits.Length > SafeNumberLength || digits.IndexOfAny((byte)'e', (byte)'E') >= 0) && !(reader.TryGetDouble(out var number) && double.IsFinite(number)))
        {
            throw new RecordFaultException($"the number at byte {reader.TokenStartIndex} is too large for a database");
        }
    }

    private static void ExpectEnd(ref Utf8JsonReader reader)
    {
        // Throws on anything but white space.
        reader.Read();
    }

    private static string Place(JsonException error) =>
        error.LineNumber is { } line
            ? string.Create(CultureInfo.InvariantCulture, $"it breaks off or goes wrong in line {line + 1} at byte {(error.BytePositionInLine ?? 0) + 1}")
            : "it is not well-formed";

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && Rune.DecodeFromUtf8(text[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    private sealed class RecordFaultException(string clause) : JsonException(clause);
}
