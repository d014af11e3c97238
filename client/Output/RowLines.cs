using System.Text;
using System.Text.Json;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Output;

/// <summary>The rows of a query for programs: JSON lines or CSV, written as they come.</summary>
internal static class RowLines
{
    private static readonly TimeSpan FlushWithin = TimeSpan.FromMilliseconds(100);

    public static async Task WriteJson(QueryRows rows, Terminal terminal, int? most, TimeProvider time, CancellationToken cancellation)
    {
        using var json = new JsonLines(terminal);
        var flushedAt = time.GetTimestamp();
        await foreach (var row in rows.ReadAll(cancellation).Take(most ?? int.MaxValue))
        {
            json.Add(writer =>
            {
                for (var i = 0; i < row.Length; i++)
                {
                    WriteValue(writer, rows.Columns[i], row[i]);
                }
            });
            if (time.GetElapsedTime(flushedAt) > FlushWithin)
            {
                json.Flush();
                flushedAt = time.GetTimestamp();
            }
        }
    }

    public static async Task WriteCsv(QueryRows rows, Terminal terminal, int? most, CancellationToken cancellation)
    {
        const int largeEnough = 64 * 1024;
        var text = new StringBuilder();
        AppendLine(text, rows.Columns);
        await foreach (var row in rows.ReadAll(cancellation).Take(most ?? int.MaxValue))
        {
            AppendLine(text, row.Select(CellText.Of));
            if (text.Length > largeEnough)
            {
                terminal.WriteOutput(Encoding.UTF8.GetBytes(text.ToString()));
                text.Clear();
            }
        }

        terminal.WriteOutput(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void AppendLine(StringBuilder text, IEnumerable<string?> cells) =>
        text.AppendJoin(',', cells.Select(Quoted)).Append('\n');

    // RFC 4180, with NULL as nothing and an empty text as a quoted nothing.
    private static string Quoted(string? cell) => cell switch
    {
        null => "",
        "" => "\"\"",
        _ when cell.AsSpan().IndexOfAny(",\"\r\n") >= 0 => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ => cell,
    };

    private static void WriteValue(Utf8JsonWriter writer, string column, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull(column);
                break;
            case long number:
                writer.WriteNumber(column, number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumber(column, number);
                break;
            case ulong number:
                writer.WriteNumber(column, number);
                break;
            case decimal number:
                writer.WriteNumber(column, number);
                break;
            default:
                writer.WriteString(column, CellText.Of(value));
                break;
        }
    }
}
