using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Gleaner.Pipeline.Parsing;

/// <summary>
/// Splits a JSON document into records without copying: the elements of the root array, or of the array that a path leads to;
/// any other value there is one record, and null at the end of a path is none. The whole document is checked.
/// </summary>
internal static class JsonRecords
{
    /// <summary>One level more than a record may have, inside a root array, lets the scan say what is too deep.</summary>
    private const int ReaderDepth = ParseLimits.MaxDepth + 2;

    /// <summary>What stands around the records that a path leads to is not stored, and may be deeper.</summary>
    private const int ReaderDepthAround = 256;

    /// <summary>Reads a whole document.</summary>
    /// <param name="json">UTF-8 without byte-order mark.</param>
    /// <param name="fault">Null when it was read, else a clause that says what is wrong and where.</param>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> json, out string? fault)
    {
        try
        {
            fault = null;
            return Read(json, path: null);
        }
        catch (ParseFaultException error)
        {
            fault = error.Message;
            return [];
        }
    }

    /// <param name="path">Dotted path of the records, or null for the root.</param>
    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, out string?)"/>
    /// <exception cref="ParseFaultException">There are no records to be had.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> json, string? path)
    {
        CheckUtf8(json.Span);
        try
        {
            return Split(json, path);
        }
        catch (JsonException error)
        {
            throw new ParseFaultException(Place(error));
        }
    }

    /// <summary>Where a document breaks off, in words.</summary>
    public static string Place(JsonException error) =>
        error.LineNumber is { } line
            ? string.Create(CultureInfo.InvariantCulture, $"it breaks off or goes wrong in line {line + 1} at byte {(error.BytePositionInLine ?? 0) + 1}")
            : "it is not well-formed";

    /// <exception cref="ParseFaultException">There are bytes that are not UTF-8.</exception>
    public static void CheckUtf8(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            throw new ParseFaultException($"byte {FirstInvalid(text)} is not valid UTF-8");
        }
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> json, string? path)
    {
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = path is null ? ReaderDepth : ReaderDepthAround });
        reader.Read();
        if (path is not null)
        {
            JsonPath.Descend(ref reader, path);
        }

        var scan = new JsonScan(json);
        IReadOnlyList<ReadOnlyMemory<byte>> records;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                records = Elements(ref reader, ref scan);
                break;
            case JsonTokenType.Null when path is not null:
                records = [];
                break;
            case not JsonTokenType.StartObject when path is not null:
                throw ParseFaultException.Limit($"what its records path '{path}' leads to is {JsonPath.Noun(reader.TokenType)} and neither an array nor an object");
            default:
                var (start, length) = scan.Pass(ref reader, 0);
                records = new[] { scan.Document.Slice(start, length) };
                break;
        }

        while (reader.Read())
        {
            // To the end: throws on what is wrong behind the records.
        }

        return records;
    }

    private static RecordSlices Elements(ref Utf8JsonReader reader, ref JsonScan scan)
    {
        var most = ParseLimits.MaxRecordsOf(scan.Document.Length);
        var records = new RecordSlices.Builder();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (records.Count == most)
            {
                throw ParseFaultException.TooManyRecords(most);
            }

            var (start, length) = scan.Pass(ref reader, 0);
            records.Add(start, length);
        }

        return records.Over(scan.Document);
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && Rune.DecodeFromUtf8(text[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }
}
