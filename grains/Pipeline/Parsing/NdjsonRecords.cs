using System.Globalization;
using System.Text.Json;

namespace Gleaner.Pipeline.Parsing;

/// <summary>One JSON value in each line; lines of white space are passed over. Records are slices of the body.</summary>
internal static class NdjsonRecords
{
    /// <param name="text">UTF-8 without byte-order mark.</param>
    /// <exception cref="ParseFaultException">Names the line, the first being 1.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> text)
    {
        JsonRecords.CheckUtf8(text.Span);
        var most = ParseLimits.MaxRecordsOf(text.Length);
        var scan = new JsonScan(text);
        var records = new RecordSlices.Builder();
        var span = text.Span;
        var number = 1;
        for (var start = 0; start < span.Length; number++)
        {
            var end = span[start..].IndexOf((byte)'\n') is var length and >= 0 ? start + length : span.Length;
            var line = span[start..end].Trim(" \t\r"u8);
            if (!line.IsEmpty)
            {
                if (records.Count == most)
                {
                    throw ParseFaultException.TooManyRecords(most);
                }

                var place = Line(ref scan, line, start + span[start..end].IndexOfAnyExcept(" \t\r"u8), number);
                records.Add(place.Start, place.Length);
            }

            start = end + 1;
        }

        return records.Over(scan.Document);
    }

    private static (int Start, int Length) Line(ref JsonScan scan, ReadOnlySpan<byte> line, int offset, int number)
    {
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = ParseLimits.MaxDepth + 1 });
            reader.Read();
            var place = scan.Pass(ref reader, offset);
            // Throws on anything behind the value.
            reader.Read();
            return place;
        }
        catch (JsonException error)
        {
            throw new ParseFaultException(string.Create(CultureInfo.InvariantCulture, $"line {number} breaks off or goes wrong at byte {(error.BytePositionInLine ?? 0) + 1}"));
        }
        catch (ParseFaultException error)
        {
            throw new ParseFaultException(string.Create(CultureInfo.InvariantCulture, $"in line {number} {error.Message}"), error.Misread);
        }
    }
}
