using System.CommandLine;
using System.Globalization;
using Gleaner.Client.Connecting;
using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Client.SourcesFile;
using Gleaner.Contracts.Sources;
using Spectre.Console;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner sources</c>: list, show and forget sources.</summary>
internal static class SourcesCommand
{
    private const int Shown = 1_000;

    private const string ListSql =
        "SELECT source, url, health, last_ok_at, consecutive_failures, next_due, records, bytes, sha256 FROM sources ORDER BY source";

    // A hash is for programs.
    private const string ListForPeopleSql =
        "SELECT source, url, health, last_ok_at, consecutive_failures AS failures, next_due, records, bytes FROM sources ORDER BY source";

    public static Command Create(CommandContext context)
    {
        var command = new Command("sources", "List, show or forget sources.") { List(context), Show(context), Forget(context) };
        command.SetAction((parsed, cancellation) => RunList(parsed, context, cancellation));
        return command;
    }

    private static Command List(CommandContext context)
    {
        var command = new Command("list", "The sources that the store knows.");
        command.SetAction((parsed, cancellation) => RunList(parsed, context, cancellation));
        return command;
    }

    private static Command Show(CommandContext context)
    {
        var name = new Argument<string>("NAME") { Description = "The source's name; that of a bare URL is the URL." };
        var embedded = CommonOptions.Embedded();
        var command = new Command("show", "One source: its definition and what is known of it.") { name, embedded };
        command.SetAction((parsed, cancellation) => RunShow(parsed, parsed.GetRequiredValue(name), parsed.GetValue(embedded), context, cancellation));
        return command;
    }

    private static Command Forget(CommandContext context)
    {
        var name = new Argument<string>("NAME") { Description = "The source's name; that of a bare URL is the URL." };
        var embedded = CommonOptions.Embedded();
        var command = new Command("forget", "Remove a source and its records; outcomes of past runs stay.") { name, embedded };
        command.SetAction((parsed, cancellation) => RunForget(parsed, parsed.GetRequiredValue(name), parsed.GetValue(embedded), context, cancellation));
        return command;
    }

    private static async Task<int> RunList(ParseResult parsed, CommandContext context, CancellationToken cancellation)
    {
        var store = StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context).Address;
        var asJson = parsed.GetValue(CommonOptions.Json);
        await StoreReading.Query(store, asJson ? ListSql : ListForPeopleSql, context, rows => asJson
            ? RowLines.WriteJson(rows, context.Terminal, most: null, context.Time, cancellation)
            : RowTable.Write(rows, context.Terminal, Shown, cancellation));
        return ExitCode.Ok;
    }

    private static async Task<int> RunShow(ParseResult parsed, string name, bool embedded, CommandContext context, CancellationToken cancellation)
    {
        await using var connection = await Open(parsed, name, embedded, context);
        var calls = new GrainCalls(context.Time, context.Terminal.Say);
        var status = await calls.Repeat(() => connection.Source(name).Describe(), cancellation, GrainCalls.StartPatience)
            ?? throw NotThere(name, connection);
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

    private static async Task<int> RunForget(ParseResult parsed, string name, bool embedded, CommandContext context, CancellationToken cancellation)
    {
        await using var connection = await Open(parsed, name, embedded, context);
        var calls = new GrainCalls(context.Time, context.Terminal.Say);
        if (!await calls.Repeat(() => connection.Source(name).Forget(), cancellation, GrainCalls.StartPatience))
        {
            throw NotThere(name, connection);
        }

        if (parsed.GetValue(CommonOptions.Json))
        {
            using var json = new JsonLines(context.Terminal);
            json.Add(writer =>
            {
                writer.WriteString("source", name);
                writer.WriteBoolean("forgotten", true);
            });
        }

        context.Terminal.Say($"Forgot '{name}' and its records; the outcomes of past runs stay.");
        return ExitCode.Ok;
    }

    private static Task<StoreConnection> Open(ParseResult parsed, string name, bool embedded, CommandContext context) =>
        SourceName.FaultIn(name) is { } fault
            ? throw UserErrorException.Usage($"The source's name {fault}.")
            : Connector.Open(StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context), embedded, context);

    private static UserErrorException NotThere(string name, StoreConnection connection) =>
        UserErrorException.Failed($"There is no source '{name}' in {connection.Store}; see 'gleaner sources list'.");

    private static IEnumerable<(string Field, string Value)> Fields(SourceStatus status)
    {
        var definition = status.Definition;
        yield return ("source", definition.Name);
        yield return ("url", definition.Url);
        foreach (var header in definition.Headers)
        {
            yield return ("header", $"{header.Name}: {header.Value}");
        }

        yield return ("tags", string.Join(", ", definition.Tags));
        yield return ("timeout", definition.Timeout is { } timeout ? DurationText.Format(timeout) : "the run's");
        yield return ("deadline", definition.Deadline is { } deadline ? DurationText.Format(deadline) : "the run's");
        yield return ("applied", status.Applied ? "yes" : "no");
        yield return ("health", status.Health.ToString().ToLowerInvariant());
        yield return ("last ok", CellText.Of(status.LastOkAt) ?? "never");
        yield return ("failures in a row", status.ConsecutiveFailures.ToString(CultureInfo.InvariantCulture));
        yield return ("next due", CellText.Of(status.NextDue) ?? "at any time");
        yield return ("records", status.Records.ToString("#,0", CultureInfo.InvariantCulture));
        yield return ("bytes", status.Bytes.ToString("#,0", CultureInfo.InvariantCulture));
        yield return ("sha256", status.Sha256 ?? "");
    }
}
