using System.Globalization;
using Gleaner.Client.Fetching;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Spectre.Console;

namespace Gleaner.Client.Output;

/// <summary>A fetch explained, for people.</summary>
internal static class ExplanationText
{
    public static void Write(FetchExplanation explanation, Terminal terminal)
    {
        terminal.WriteOutputLine("");
        WriteSettings(explanation, terminal);
        if (explanation.Report is { } report)
        {
            WriteAttempts(report, terminal);
            terminal.WriteOutputLine(Records(report));
            foreach (var bad in report.Samples)
            {
                terminal.WriteOutputLine(PrintableText.Of(string.Create(CultureInfo.InvariantCulture, $"  record {bad.Record}: {bad.Reason}")));
            }

            if (report.Error is { } error)
            {
                terminal.WriteOutputLine(PrintableText.Of($"Failed, {error.Kind.ToName()}: {error.Message}"));
            }
        }

        if (explanation.Cursor is { } cursor)
        {
            terminal.WriteOutputLine(PrintableText.Of($"Read up to: {cursor}"));
        }

        terminal.WriteOutputLine($"Next due: {CellText.Of(explanation.NextDue) ?? "at any time"}; {FetchExplanation.Reason(explanation.DueBecause)}.");
    }

    private static void WriteSettings(FetchExplanation explanation, Terminal terminal)
    {
        var table = TableStyle.Create(terminal.Traits, "setting", "value", "from");
        foreach (var setting in explanation.Settings)
        {
            table.AddRow(new Text(PrintableText.Of(setting.Key)), new Text(PrintableText.Of(setting.Text)), new Text(setting.IsDefault ? "default" : ""));
        }

        terminal.WriteOutput(table);
        terminal.WriteOutputLine("");
    }

    private static void WriteAttempts(FetchReport report, Terminal terminal)
    {
        if (report.Attempts.IsDefaultOrEmpty)
        {
            terminal.WriteOutputLine("No attempt was made.");
            return;
        }

        var table = TableStyle.Create(terminal.Traits, "attempt", "page", "started", "ms", "result", "bytes", "waited ms", "for host ms");
        foreach (var (index, attempt) in report.Attempts.Index())
        {
            table.AddRow(
                Number(index + 1),
                Number(attempt.Page),
                new Text(CellText.Of(attempt.StartedAt)!),
                Number(Milliseconds(attempt.Duration)),
                new Text(Result(attempt), new Style(attempt.Error is null ? Color.Green : Color.Red)),
                Number(attempt.Bytes),
                Number(Milliseconds(attempt.WaitedFor)),
                Number(Milliseconds(attempt.WaitedForHost)));
        }

        terminal.WriteOutput(table);
    }

    private static string Result(AttemptReport attempt) => string.Join(
        ' ', ((string?[])[attempt.Status?.ToString(CultureInfo.InvariantCulture), attempt.Error?.ToName()]).OfType<string>());

    private static string Records(FetchReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{CountText.Of(report.Rows, "row")} from {CountText.Of(report.Pages, "page")}; {report.Filtered:#,0} left out by filters, {report.Bad:#,0} bad{(report.Samples.IsDefaultOrEmpty ? "." : ":")}");

    private static long Milliseconds(TimeSpan duration) => (long)Math.Round(duration.TotalMilliseconds);

    private static Text Number(long value) => new(value.ToString("#,0", CultureInfo.InvariantCulture)) { Justification = Justify.Right };
}
