using System.CommandLine;
using System.Globalization;
using Gleaner.Client.Fetching;
using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Client.SourcesFile;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Spectre.Console;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner sources show</c>: one source, what is said of it and what is known of it.</summary>
internal static class SourcesShowCommand
{
    public static Command Create(CommandContext context)
    {
        var name = SourcesCommand.NameArgument();
        var embedded = CommonOptions.Embedded();
        var command = new Command("show", "One source: its definition and what is known of it.") { name, embedded };
        command.SetAction((parsed, cancellation) => Run(parsed, parsed.GetRequiredValue(name), parsed.GetValue(embedded), context, cancellation));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, string name, bool embedded, CommandContext context, CancellationToken cancellation)
    {
        await using var connection = await SourcesCommand.Open(parsed, name, embedded, context);
        var calls = new GrainCalls(context.Time, context.Terminal.Say);
        var status = await calls.Repeat(() => connection.Source(name).Describe(), cancellation, GrainCalls.StartPatience)
            ?? throw SourcesCommand.NotThere(name, connection);
        if (parsed.GetValue(CommonOptions.Json))
        {
            using var json = new JsonLines(context.Terminal);
            json.Add(writer => SourceJson.Write(writer, status));
            return ExitCode.Ok;
        }

        var table = TableStyle.Create(context.Terminal.Traits, "field", "value");
        foreach (var (field, value) in Fields(status))
        {
            table.AddRow(new Text(field), new Text(PrintableText.Of(value)));
        }

        context.Terminal.WriteOutput(table);
        return ExitCode.Ok;
    }

    private static IEnumerable<(string Field, string Value)> Fields(SourceStatus status)
    {
        yield return ("source", status.Definition.Name);
        foreach (var setting in SettingsText.Of(status.Definition))
        {
            yield return (setting.Key, setting.Text);
        }

        yield return ("applied", status.Applied ? "yes" : "no");
        yield return ("paused", status.Paused ? "yes" : "no");
        yield return ("health", status.Health.ToString().ToLowerInvariant());
        yield return ("last fetch", CellText.Of(status.LastAt) ?? "never");
        yield return ("last ok", CellText.Of(status.LastOkAt) ?? "never");
        if (status.LastFetch?.Error is { } error)
        {
            yield return ("last error", $"{error.Kind.ToName()}: {error.Message}");
        }

        yield return ("failures in a row", status.ConsecutiveFailures.ToString(CultureInfo.InvariantCulture));
        yield return ("next due", CellText.Of(status.NextDue) is { } due ? $"{due}: {FetchExplanation.Reason(status.DueBecause)}" : "at any time");
        if (status.Cursor is { } cursor)
        {
            yield return ("cursor", cursor);
        }

        yield return ("records", status.Records.ToString("#,0", CultureInfo.InvariantCulture));
        yield return ("bytes", status.Bytes.ToString("#,0", CultureInfo.InvariantCulture));
        yield return ("sha256", status.Sha256 ?? "");
    }
}
