using System.Collections.Immutable;
using System.Text.Json;
using Spectre.Console;

namespace Gleaner.Client.Output;

/// <summary>Rows that were not stored, as a table: a column for each field, in the order in which they turn up.</summary>
internal static class PreviewTable
{
    private const int LongestCellOnScreen = 60;

    // For rows that are no objects.
    private const string ValueColumn = "value";

    public static Table Of(ImmutableArray<byte[]> rows, TerminalTraits traits)
    {
        var columns = new List<string>();
        var cells = new List<Dictionary<string, string>>();
        foreach (var row in rows)
        {
            var fields = FieldsOf(row);
            columns.AddRange(fields.Keys.Except(columns, StringComparer.Ordinal).ToList());
            cells.Add(fields);
        }

        var table = TableStyle.Create(traits, columns);
        foreach (var fields in cells)
        {
            table.AddRow(columns.Select(column => Cell(fields.GetValueOrDefault(column), traits)));
        }

        return table;
    }

    /// <summary>The rows as they are, one a line.</summary>
    public static byte[] Lines(ImmutableArray<byte[]> rows) => [.. rows.SelectMany(row => row.Append((byte)'\n'))];

    private static Dictionary<string, string> FieldsOf(byte[] row)
    {
        using var document = JsonDocument.Parse(row);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (document.RootElement.ValueKind is not JsonValueKind.Object)
        {
            fields[ValueColumn] = TextOf(document.RootElement);
            return fields;
        }

        foreach (var field in document.RootElement.EnumerateObject())
        {
            // Of a name that comes twice the last one counts, as databases have it.
            fields[field.Name] = TextOf(field.Value);
        }

        return fields;
    }

    private static string TextOf(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static Text Cell(string? text, TerminalTraits traits) =>
        new(PrintableText.Of(traits.OutputIsScreen ? PrintableText.Shortened(text ?? "", LongestCellOnScreen) : text ?? ""));
}
