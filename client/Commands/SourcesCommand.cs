using System.CommandLine;
using Gleaner.Client.Connecting;
using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner sources</c>: list, show, pause, resume and forget sources.</summary>
internal static class SourcesCommand
{
    private const int Shown = 1_000;

    private const string ListSql = """
        SELECT source, url, health, applied, paused, last_at, last_ok_at, next_due, due_because, consecutive_failures, stale, records, bytes, sha256
        FROM sources ORDER BY source
        """;

    // The rest is for programs.
    private const string ListForPeopleSql = """
        SELECT source, health, last_at AS last, last_ok_at AS last_ok, next_due, consecutive_failures AS failures,
            CASE WHEN paused = 1 THEN 'paused' ELSE '' END AS paused, records, url
        FROM sources ORDER BY source
        """;

    public static Command Create(CommandContext context)
    {
        var command = new Command("sources", "List, show, pause, resume or forget sources.")
        {
            List(context), SourcesShowCommand.Create(context), Pausing(context, "pause", paused: true), Pausing(context, "resume", paused: false), Forget(context),
        };
        command.SetAction((parsed, cancellation) => RunList(parsed, context, cancellation));
        return command;
    }

    public static Argument<string> NameArgument() => new("NAME") { Description = "The source's name; that of a bare URL is the URL." };

    public static Task<StoreConnection> Open(ParseResult parsed, string name, bool embedded, CommandContext context) =>
        SourceName.FaultIn(name) is { } fault
            ? throw UserErrorException.Usage($"The source's name {fault}.")
            : Connector.Open(StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context), embedded, context);

    public static UserErrorException NotThere(string name, StoreConnection connection) =>
        UserErrorException.Failed($"There is no source '{name}' in {connection.Store}; see 'gleaner sources list'.");

    private static Command List(CommandContext context)
    {
        var command = new Command("list", "The sources that the store knows: whether they are up, when they were and will be fetched.");
        command.SetAction((parsed, cancellation) => RunList(parsed, context, cancellation));
        return command;
    }

    private static Command Pausing(CommandContext context, string verb, bool paused)
    {
        var name = NameArgument();
        var embedded = CommonOptions.Embedded();
        var command = new Command(verb, paused ? "Take an applied source out of its schedule; gathers may still ask for it." : "Put a source back into its schedule.") { name, embedded };
        command.SetAction((parsed, cancellation) => RunPausing(parsed, parsed.GetRequiredValue(name), parsed.GetValue(embedded), paused, context, cancellation));
        return command;
    }

    private static Command Forget(CommandContext context)
    {
        var name = NameArgument();
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

    private static async Task<int> RunPausing(ParseResult parsed, string name, bool embedded, bool paused, CommandContext context, CancellationToken cancellation)
    {
        await using var connection = await Open(parsed, name, embedded, context);
        var calls = new GrainCalls(context.Time, context.Terminal.Say);
        bool isChanged;
        try
        {
            isChanged = await calls.Repeat(() => connection.Source(name).Pause(paused), cancellation, GrainCalls.StartPatience);
        }
        catch (SourceNotFoundException)
        {
            throw UserErrorException.Failed($"There is no applied source '{name}' in {connection.Store}; see 'gleaner sources list'.");
        }

        if (parsed.GetValue(CommonOptions.Json))
        {
            using var json = new JsonLines(context.Terminal);
            json.Add(writer =>
            {
                writer.WriteString("source", name);
                writer.WriteBoolean("paused", paused);
                writer.WriteBoolean("changed", isChanged);
            });
        }

        context.Terminal.Say((paused, isChanged) switch
        {
            (true, true) => $"Paused '{name}'; 'gleaner sources resume' puts it back into its schedule.",
            (true, false) => $"'{name}' was paused already.",
            (false, true) => $"Resumed '{name}'.",
            _ => $"'{name}' was not paused.",
        });
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
}
