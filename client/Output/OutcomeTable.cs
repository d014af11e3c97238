using System.Globalization;
using Gleaner.Contracts.Runs;
using Spectre.Console;

namespace Gleaner.Client.Output;

/// <summary>Outcomes as a table for people.</summary>
internal static class OutcomeTable
{
    public static Table Of(IEnumerable<Outcome> outcomes, TerminalTraits traits)
    {
        var table = TableStyle.Create(traits, "source", "status", "records", "bytes", "ms", "tries", "result");
        foreach (var outcome in outcomes)
        {
            table.AddRow(
                new Text(PrintableText.Of(outcome.Source)) { Overflow = Overflow.Ellipsis },
                Number(outcome.Status),
                Number(outcome.Records),
                Number(outcome.Bytes),
                Number((long)Math.Round(outcome.Duration.TotalMilliseconds)),
                Number(outcome.Attempts),
                Result(outcome));
        }

        return table;
    }

    private static Text Result(Outcome outcome) => outcome switch
    {
        { Ok: true, Unchanged: true } => new Text("ok, unchanged", new Style(Color.Green)),
        { Ok: true } => new Text("ok", new Style(Color.Green)),
        _ => new Text(PrintableText.Of($"{outcome.Error?.Kind.ToName()}: {outcome.Error?.Message}"), new Style(Color.Red)),
    };

    private static Text Number(long? value) =>
        new Text(value?.ToString("#,0", CultureInfo.InvariantCulture) ?? "") { Justification = Justify.Right };
}
