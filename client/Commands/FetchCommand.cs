using System.CommandLine;
using System.Globalization;
using Gleaner.Client.Connecting;
using Gleaner.Client.Fetching;
using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Client.SourcesFile;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Commands;

/// <summary><c>gleaner fetch</c>: one source, now, as a run of one; or its rows without storing any.</summary>
internal sealed class FetchCommand
{
    private const int UsualRows = 20;

    private readonly CommandContext _context;
    private readonly Argument<string> _source = new("NAME|URL") { Description = "An applied source, a source of the file, or a URL." };
    private readonly Option<string> _file = CommonOptions.File();
    private readonly Option<bool> _preview = new("--preview") { Description = "Show the rows and store nothing." };
    private readonly Option<bool> _explain = new("--explain") { Description = "Also show the settings that held, each attempt, bad records, and why the source is due when it is." };
    private readonly Option<int?> _rows = CommonOptions.Number("--rows", $"Rows that --preview shows at most [default: {UsualRows}].", 1, PreviewRequest.MostRows);
    private readonly Option<bool> _now = CommonOptions.Now();
    private readonly Option<TimeSpan?> _timeout = CommonOptions.Timeout();
    private readonly Option<TimeSpan?> _deadline = CommonOptions.Deadline();
    private readonly Option<bool> _allowPrivate = CommonOptions.AllowPrivate();
    private readonly Option<bool> _embedded = CommonOptions.Embedded();

    private FetchCommand(CommandContext context) => _context = context;

    public static Command Create(CommandContext context)
    {
        var fetch = new FetchCommand(context);
        var command = new Command("fetch", "Fetch one source now; --preview shows its rows without storing them, --explain what happened and why.")
        {
            fetch._source, fetch._file, fetch._preview, fetch._explain, fetch._rows, fetch._now, fetch._timeout, fetch._deadline, fetch._allowPrivate, fetch._embedded,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(fetch._rows) is not null && !result.GetValue(fetch._preview))
            {
                result.AddError("--rows needs --preview");
            }

            if (result.GetValue(fetch._preview) && result.GetValue(fetch._explain) && result.GetValue(CommonOptions.Json))
            {
                result.AddError("--preview with --json writes rows alone; leave --explain out");
            }
        });
        command.SetAction((parsed, cancellation) => fetch.Run(parsed, cancellation));
        return command;
    }

    private async Task<int> Run(ParseResult parsed, CancellationToken cancellation)
    {
        var text = parsed.GetRequiredValue(_source);
        FetchTarget.Check(text);
        var inFile = FetchTarget.InFile(parsed.GetValue(_file), text, _context);
        var store = StoreChoice.Of(parsed.GetValue(CommonOptions.Store), _context);
        await using var connection = await Connector.Open(store, parsed.GetValue(_embedded), _context);
        var calls = new GrainCalls(_context.Time, _context.Terminal.Say);
        var target = inFile ?? await FetchTarget.InStore(text, connection, calls, cancellation);
        var options = new GatherOptions
        {
            Concurrency = 1,
            Timeout = parsed.GetValue(_timeout),
            Deadline = parsed.GetValue(_deadline),
            AllowPrivate = parsed.GetValue(_allowPrivate),
            Now = parsed.GetValue(_now),
        };
        return parsed.GetValue(_preview)
            ? await Preview(parsed, target, options, connection, calls, cancellation)
            : await Fetch(parsed, target, options, connection, calls, cancellation);
    }

    private async Task<int> Fetch(ParseResult parsed, FetchTarget target, GatherOptions options, StoreConnection connection, GrainCalls calls, CancellationToken cancellation)
    {
        var asJson = parsed.GetValue(CommonOptions.Json);
        using var writer = IOutcomeWriter.For(asJson, _context.Terminal);
        var exitCode = await new RunSession(_context, connection).Gather(options, target, emptySentence: "", writer, FailOn.Any);
        if (exitCode != ExitCode.Interrupted && parsed.GetValue(_explain))
        {
            Explain(FetchExplanation.Of(target, options, await Describe(target, connection, calls, cancellation), report: null), asJson);
        }

        return exitCode;
    }

    private async Task<int> Preview(ParseResult parsed, FetchTarget target, GatherOptions options, StoreConnection connection, GrainCalls calls, CancellationToken cancellation)
    {
        var reply = await new PreviewReader(connection, calls, _context.Time).Read(target, options, parsed.GetValue(_rows) ?? UsualRows, cancellation);
        var asJson = parsed.GetValue(CommonOptions.Json);
        if (asJson)
        {
            _context.Terminal.WriteOutput(PreviewTable.Lines(reply.Rows));
        }
        else if (!reply.Rows.IsEmpty)
        {
            _context.Terminal.WriteOutput(PreviewTable.Of(reply.Rows, _context.Terminal.Traits));
        }

        var report = reply.Report ?? new FetchReport();
        if (parsed.GetValue(_explain))
        {
            Explain(FetchExplanation.Of(target, options, await Describe(target, connection, calls, cancellation), report), asJson);
        }
        else
        {
            SayBadRows(report);
        }

        if (report.Error is { } error)
        {
            _context.Terminal.Say($"The preview failed, {error.Kind.ToName()}: {error.Message}");
            return ExitCode.SourcesFailed;
        }

        _context.Terminal.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{CountText.Of(reply.Rows.Length, "row")} of '{target.Name}' shown and nothing stored; {report.Filtered:#,0} left out by filters, {report.Bad:#,0} bad."));
        return ExitCode.Ok;
    }

    private void SayBadRows(FetchReport report)
    {
        foreach (var bad in report.Samples)
        {
            _context.Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"record {bad.Record}: {bad.Reason}"));
        }
    }

    private void Explain(FetchExplanation explanation, bool asJson)
    {
        if (!asJson)
        {
            ExplanationText.Write(explanation, _context.Terminal);
            return;
        }

        using var json = new JsonLines(_context.Terminal);
        json.Write(writer => ExplanationJson.Write(writer, explanation));
    }

    private static Task<SourceStatus?> Describe(FetchTarget target, StoreConnection connection, GrainCalls calls, CancellationToken cancellation) =>
        calls.Repeat(() => connection.Source(target.Name).Describe(), cancellation);
}
