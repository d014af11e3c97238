using System.CommandLine;
using Gleaner.Client.Connecting;
using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner runs</c>: list, show, watch, resume and cancel runs.</summary>
internal static class RunsCommand
{
    private const int Shown = 100;

    private const string Columns = "SELECT run, state, sources, ok, failed, started_at, finished_at";

    private const string ListSql = $"{Columns} FROM runs ORDER BY started_at DESC, run DESC";

    private const string FailureColumns = "SELECT COALESCE(error_kind, 'ok') AS result, COUNT(*) AS sources, MIN(error_message) AS example";

    public static Command Create(CommandContext context)
    {
        var command = new Command("runs", "List, show, watch, resume or cancel runs.") { List(context), Show(context), Watch(context), Resume(context), Cancel(context) };
        command.SetAction((parsed, cancellation) => RunList(parsed, context, cancellation));
        return command;
    }

    private static Command List(CommandContext context)
    {
        var command = new Command("list", $"The runs of the store, newest first; the table shows {Shown}.");
        command.SetAction((parsed, cancellation) => RunList(parsed, context, cancellation));
        return command;
    }

    private static Command Show(CommandContext context)
    {
        var run = RunArgument();
        var command = new Command("show", "One run: its counts, and its outcomes by kind.") { run };
        command.SetAction((parsed, cancellation) => RunShow(parsed, parsed.GetRequiredValue(run), context, cancellation));
        return command;
    }

    private static Command Watch(CommandContext context)
    {
        var run = RunArgument();
        var embedded = CommonOptions.Embedded();
        var after = CommonOptions.Number("--after", "Show outcomes in the order of the plan, without the first N: for a reader that has N lines of it already.", 0, int.MaxValue);
        var command = new Command("watch", "Follow a run to its end and show its outcomes, those from before too.") { run, embedded, after };
        command.SetAction((parsed, _) => Follow(parsed, embedded, context, (session, writer) => session.Follow(parsed.GetRequiredValue(run), parsed.GetValue(after), writer)));
        return command;
    }

    private static Command Resume(CommandContext context)
    {
        var run = RunArgument();
        var embedded = CommonOptions.Embedded();
        var command = new Command("resume", "Take up an unfinished run whose process ended, and follow it like watch.") { run, embedded };
        command.SetAction((parsed, _) => Follow(parsed, embedded, context, (session, writer) => session.Resume(parsed.GetRequiredValue(run), writer)));
        return command;
    }

    private static Command Cancel(CommandContext context)
    {
        var run = RunArgument();
        var embedded = CommonOptions.Embedded();
        var command = new Command("cancel", "Stop a run; it keeps the outcomes it has.") { run, embedded };
        command.SetAction((parsed, cancellation) => RunCancel(parsed, parsed.GetRequiredValue(run), parsed.GetValue(embedded), context, cancellation));
        return command;
    }

    private static Argument<string> RunArgument()
    {
        var run = new Argument<string>("RUN") { Description = "A run's id, as the summary line and 'runs list' show it." };
        run.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !RunId.IsPlausible(result.Tokens[0].Value))
            {
                result.AddError($"'{result.Tokens[0].Value}' is not a run's id");
            }
        });
        return run;
    }

    private static async Task<int> RunList(ParseResult parsed, CommandContext context, CancellationToken cancellation)
    {
        var store = StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context).Address;
        await StoreReading.Query(store, ListSql, context, rows => Write(rows, parsed, context, cancellation));
        return ExitCode.Ok;
    }

    private static async Task<int> RunShow(ParseResult parsed, string run, CommandContext context, CancellationToken cancellation)
    {
        var store = StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context).Address;

        // RunId.IsPlausible lets nothing through that would have to be quoted.
        var there = false;
        await StoreReading.Query(store, $"SELECT COUNT(*) FROM runs WHERE run = '{run}'", context, async rows =>
            there = await rows.ReadAll(cancellation).AnyAsync(row => row[0] is not 0L, cancellation));
        if (!there)
        {
            throw UserErrorException.Failed($"There is no run {run} in {store}; see 'gleaner runs list'.");
        }

        await StoreReading.Query(store, $"{Columns} FROM runs WHERE run = '{run}'", context, rows => Write(rows, parsed, context, cancellation));
        if (!parsed.GetValue(CommonOptions.Json))
        {
            await StoreReading.Query(store, $"{FailureColumns} FROM outcomes WHERE run = '{run}' GROUP BY result ORDER BY sources DESC", context, rows =>
                RowTable.Write(rows, context.Terminal, Shown, cancellation));
        }

        return ExitCode.Ok;
    }

    private static Task Write(QueryRows rows, ParseResult parsed, CommandContext context, CancellationToken cancellation) => parsed.GetValue(CommonOptions.Json)
        ? RowLines.WriteJson(rows, context.Terminal, most: null, context.Time, cancellation)
        : RowTable.Write(rows, context.Terminal, Shown, cancellation);

    private static async Task<int> Follow(ParseResult parsed, Option<bool> embedded, CommandContext context, Func<RunSession, IOutcomeWriter, Task<int>> follow)
    {
        await using var connection = await Connector.Open(StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context), parsed.GetValue(embedded), context);
        using var writer = IOutcomeWriter.For(parsed.GetValue(CommonOptions.Json), context.Terminal);
        return await follow(new RunSession(context, connection), writer);
    }

    private static async Task<int> RunCancel(ParseResult parsed, string run, bool embedded, CommandContext context, CancellationToken cancellation)
    {
        await using var connection = await Connector.Open(StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context), embedded, context);
        RunStatus status;
        try
        {
            var calls = new GrainCalls(context.Time, context.Terminal.Say);
            status = await calls.Repeat(() => connection.Run(run).Cancel(), cancellation);
        }
        catch (RunNotFoundException)
        {
            throw UserErrorException.Failed($"There is no run {run} in {connection.Store}; see 'gleaner runs list'.");
        }

        if (parsed.GetValue(CommonOptions.Json))
        {
            using var json = new JsonLines(context.Terminal);
            json.Add(writer => RunJson.Write(writer, status));
        }

        context.Terminal.Say(RunSession.Summary(status, context.Time));
        return status.State is RunState.Cancelled ? ExitCode.Ok : ExitCode.Failed;
    }
}
