using System.CommandLine;
using Gleaner.Client.Gathering;
using Gleaner.Client.SourcesFile;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Commands;

/// <summary>What <c>gather</c> understands.</summary>
internal sealed class GatherCommandOptions
{
    public Argument<string[]> Urls { get; } = new("URL")
    {
        Description = "URLs to gather. A URL given twice is one source.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string?> UrlsFile { get; } = new("--urls")
    {
        Description = "A file with one URL per line; - reads standard input. Empty lines and lines that begin with # are skipped.",
        HelpName = "FILE",
    };

    public Option<string> SourcesFile { get; } = CommonOptions.File();

    public Option<string?> Tag { get; } = new("--tag")
    {
        Description = "Only sources with this tag, of the file or of the applied ones.",
        HelpName = "TAG",
    };

    public Option<int?> Concurrency { get; } = CommonOptions.Number(
        "--concurrency", $"Fetches under way at once, 1 to {GatherOptions.MaxConcurrency} [default: {GatherOptions.DefaultConcurrency}].", 1, GatherOptions.MaxConcurrency);

    public Option<TimeSpan?> Timeout { get; } = CommonOptions.Timeout();

    public Option<TimeSpan?> Deadline { get; } = CommonOptions.Deadline();

    public Option<TimeSpan?> RunDeadline { get; } = CommonOptions.RunDeadline();

    public Option<bool> Now { get; } = CommonOptions.Now();

    public Option<bool> Due { get; } = new("--due") { Description = "Only applied sources that are due: not paused, and past what schedule and server say." };

    public Option<HeaderField[]> Headers { get; } = new("--header", "-H")
    {
        Description = "A header for every request: 'Name: value'. May be repeated; a value may hold ${env:NAME} or ${file:PATH}.",
        HelpName = "HEADER",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result =>
        {
            var headers = new List<HeaderField>();
            foreach (var token in result.Tokens)
            {
                if (HeaderText.Parse(token.Value, out var header) is { } fault)
                {
                    // Not the value: it may be a secret.
                    result.AddError($"A header given with -H {fault}");
                }

                headers.Add(header);
            }

            return [.. headers];
        },
    };

    public Option<bool> Content { get; } = new("--content") { Description = "Put each body into the JSON as 'content'; needs --json." };

    public Option<bool> AllowPrivate { get; } = CommonOptions.AllowPrivate();

    public Option<FailOn> FailOn { get; } = new("--fail-on")
    {
        Description = "Exit 3 when any source failed, when all failed, or never [default: any].",
        HelpName = "any|all|none",
    };

    public Option<bool> Embedded { get; } = CommonOptions.Embedded();

    public void AddTo(Command command)
    {
        FailOn.AcceptOnlyFromAmong("any", "all", "none");
        command.Arguments.Add(Urls);
        foreach (var option in (Option[])[UrlsFile, SourcesFile, Tag, Due, Now, Concurrency, Timeout, Deadline, RunDeadline, Headers, Content, AllowPrivate, FailOn, Embedded])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(Content) && !result.GetValue(CommonOptions.Json))
            {
                result.AddError("--content needs --json");
            }

            if (result.GetValue(Tag) is not null && result.GetValue(SourcesFile) is null
                && (result.GetValue(UrlsFile) is not null || result.GetValue(Urls) is { Length: > 0 }))
            {
                result.AddError("--tag chooses among applied sources or those of a file; URLs have no tags");
            }

            if (result.GetValue(Due) && (result.GetValue(SourcesFile) is not null || result.GetValue(UrlsFile) is not null || result.GetValue(Urls) is { Length: > 0 }))
            {
                result.AddError("--due chooses among applied sources; leave URLs and files out");
            }

            if (result.GetValue(UrlsFile) == "-" && result.GetValue(SourcesFile) == "-")
            {
                result.AddError("--urls - and -f - cannot both read standard input");
            }
        });
    }
}
