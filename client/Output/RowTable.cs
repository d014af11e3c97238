using System.Globalization;
using Gleaner.Pipeline.Storing;
using Spectre.Console;

namespace Gleaner.Client.Output;

/// <summary>The rows of a query as a table for people.</summary>
internal static class RowTable
{
    private const int LongestCellOnScreen = 300;

    /// <param name="most">Rows to show at most; what is cut is said.</param>
    public static async Task Write(QueryRows rows, Terminal terminal, int most, CancellationToken cancellation)
    {
        var table = TableStyle.Create(terminal.Traits, rows.Columns);
        var count = 0;
        await foreach (var row in rows.ReadAll(cancellation))
        {
            if (count++ == most)
            {
                break;
            }

            table.AddRow(row.Select(value => Cell(value, terminal.Traits)));
        }

        if (rows.Columns.Count > 0)
        {
            terminal.WriteOutput(table);
        }

        if (count > most)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"Only the first {most:#,0} rows are shown; --max-rows N shows more, --json and --csv show all."));
        }
    }

    private static Text Cell(object? value, TerminalTraits traits)
    {
        if (CellText.Of(value) is not { } text)
        {
            return new Text("NULL", new Style(Color.Grey));
        }

        var shown = PrintableText.Of(traits.OutputIsScreen ? PrintableText.Shortened(text, LongestCellOnScreen) : text);
        return new Text(shown) { Justification = value is not string ? Justify.Right : Justify.Left };
    }
}
