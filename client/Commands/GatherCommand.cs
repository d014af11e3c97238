using System.Collections.Immutable;
using System.CommandLine;
using Gleaner.Client.Connecting;
using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Client.SourcesFile;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner gather</c>: one coordinator pass over the chosen sources.</summary>
internal static class GatherCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new GatherCommandOptions();
        var command = new Command("gather", "Gather sources now: URLs, a sources file, or without either all applied sources.");
        options.AddTo(command);
        command.SetAction((parsed, _) => Run(parsed, options, context));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, GatherCommandOptions options, CommandContext context)
    {
        // Everything that can be wrong with the input is found before anything is started or written.
        // Reading may wait for standard input, which knows no token.
        var inputs = await Task.Run(() => GatherInputs.Read(parsed, options, context)).WaitAsync(context.Interruption.Token);
        var gather = Options(parsed, options);
        var store = StoreChoice.Of(parsed.GetValue(CommonOptions.Store), context);
        if (inputs is { AreGiven: true, Sources.Count: 0, Urls.Count: 0 })
        {
            throw UserErrorException.Usage(EmptySentence(inputs, store, onlyDue: false));
        }

        await using var connection = await Connector.Open(store, parsed.GetValue(options.Embedded), context);
        var session = new RunSession(context, connection);
        var contents = gather.Content ? new ContentReader(connection.Source, new GrainCalls(context.Time, context.Terminal.Say)) : null;
        using var writer = IOutcomeWriter.For(parsed.GetValue(CommonOptions.Json), context.Terminal, contents);
        var plan = Plan(inputs, connection);
        if (parsed.GetValue(options.Due))
        {
            var calls = new GrainCalls(context.Time, context.Terminal.Say);
            plan = new DuePlan(plan, (name, cancellation) => calls.Repeat(() => connection.Source(name).Describe(), cancellation, GrainCalls.StartPatience), context.Time);
        }

        return await session.Gather(gather, plan, EmptySentence(inputs, store, parsed.GetValue(options.Due)), writer, parsed.GetValue(options.FailOn));
    }

    private static IGatherPlan Plan(GatherInputs inputs, StoreConnection connection) => inputs.AreGiven
        ? new GivenPlan(inputs.Sources, inputs.Urls)
        : new AppliedPlan((after, limit, cancellation) => connection.Ledger.ListApplied(after, limit, inputs.Tag, cancellation));

    private static string EmptySentence(GatherInputs inputs, StoreChoice store, bool onlyDue) => inputs switch
    {
        _ when onlyDue => $"Nothing to gather: no applied source in {store.Address} is due.",
        { AreGiven: true, Tag: { } tag } => $"Nothing to gather: no source of the file has the tag '{tag}'.",
        { AreGiven: true } => "Nothing to gather: no URL was given.",
        { Tag: { } tag } => $"Nothing to gather: no applied source in {store.Address} has the tag '{tag}'.",
        _ => $"Nothing to gather: no source is applied in {store.Address}; give URLs, or a sources file with -f, or apply one with 'gleaner apply -f FILE'.",
    };

    private static GatherOptions Options(ParseResult parsed, GatherCommandOptions options) => new()
    {
        Concurrency = parsed.GetValue(options.Concurrency) ?? GatherOptions.DefaultConcurrency,
        Timeout = parsed.GetValue(options.Timeout),
        Deadline = parsed.GetValue(options.Deadline),
        RunDeadline = parsed.GetValue(options.RunDeadline),
        Content = parsed.GetValue(options.Content),
        AllowPrivate = parsed.GetValue(options.AllowPrivate),
        Now = parsed.GetValue(options.Now),
        Headers = parsed.GetValue(options.Headers)?.ToImmutableArray() ?? [],
    };
}
