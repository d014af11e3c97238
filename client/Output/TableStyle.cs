using Spectre.Console;

namespace Gleaner.Client.Output;

/// <summary>How every table of the console looks: lines on a screen, bare columns in a pipe.</summary>
internal static class TableStyle
{
    public static Table Create(TerminalTraits traits, params IEnumerable<string> columns)
    {
        var table = new Table
        {
            Border = !traits.OutputIsScreen || traits.Dumb ? TableBorder.None : TableBorder.Rounded,
            BorderStyle = new Style(Color.Grey),
        };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(PrintableText.Of(column), new Style(decoration: Decoration.Bold))));
        }

        return table;
    }
}
