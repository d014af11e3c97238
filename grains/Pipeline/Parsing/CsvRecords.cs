using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace Gleaner.Pipeline.Parsing;

/// <summary>
/// Each row of a CSV body as an object of strings. A row that is too short has null in the columns that it lacks; what a
/// longer one has besides is named column4, column5, … by its place. Empty lines are passed over.
/// </summary>
internal static class CsvRecords
{
    /// <param name="text">UTF-8 without byte-order mark; bytes that are not UTF-8 become U+FFFD.</param>
    /// <param name="delimiter">One ASCII character, or null to find out among comma, semicolon, tab and bar.</param>
    /// <param name="header">Whether the first row names the columns.</param>
    /// <param name="maxRowBytes">Most bytes of all records together.</param>
    /// <exception cref="ParseFaultException">Names the row's line.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> text, char? delimiter, bool header, long maxRowBytes)
    {
        if (!Utf8.IsValid(text.Span))
        {
            text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text.Span));
        }

        // The header is read as a row: its bounds are checked before its names are made.
        using var reader = CsvReader.Create(text, new CsvReaderOptions { Separator = delimiter, HasHeader = false });
        using var rows = new RowWriter(maxRowBytes, ParseLimits.MaxRecordsOf(text.Length));
        var columns = new CsvColumns();
        if (header && reader.Read())
        {
            Check(reader, text.Span);
            columns = new CsvColumns(Enumerable.Range(0, reader.FieldCount).Select(i => Encoding.UTF8.GetString(reader.GetSpan(i))));
        }

        while (reader.Read())
        {
            Check(reader, text.Span);
            Write(rows, reader, columns);
        }

        return rows.Finish();
    }

    private static void Write(RowWriter rows, CsvReader reader, CsvColumns columns)
    {
        var json = rows.Begin();
        json.WriteStartObject();
        var fields = reader.FieldCount;
        for (var i = 0; i < fields; i++)
        {
            json.WriteString(columns.Name(i), reader.GetSpan(i));
        }

        for (var i = fields; i < columns.Count; i++)
        {
            json.WriteNull(columns.Name(i));
        }

        json.WriteEndObject();
        rows.End();
    }

    private static void Check(CsvReader reader, ReadOnlySpan<byte> text)
    {
        if (reader.RawRecord.Length > ParseLimits.MaxCsvRowBytes)
        {
            throw ParseFaultException.Limit(string.Create(CultureInfo.InvariantCulture, $"the row in line {Line(reader, text)} takes more than {ParseLimits.MaxCsvRowBytes:N0} bytes: perhaps a quote in it is never closed"));
        }

        if (reader.FieldCount > ParseLimits.MaxColumns)
        {
            throw ParseFaultException.Limit(string.Create(CultureInfo.InvariantCulture, $"the row in line {Line(reader, text)} has more than {ParseLimits.MaxColumns:N0} columns"));
        }
    }

    private static int Line(CsvReader reader, ReadOnlySpan<byte> text) => text[..(int)reader.ByteOffset].Count((byte)'\n') + 1;
}
