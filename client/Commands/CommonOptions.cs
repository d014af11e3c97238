using System.CommandLine;
using System.CommandLine.Parsing;
using Gleaner.Client.SourcesFile;

namespace Gleaner.Client.Commands;

/// <summary>Options that several verbs share.</summary>
internal static class CommonOptions
{
    public static readonly Option<string?> Store = new("--store")
    {
        Description = "Where everything is kept: sqlite:PATH, mysql://user:password@host:port/database or memory. Also GLEANER_STORE.",
        HelpName = "STORE",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "JSON on stdout, one object per line, and nothing else there.",
        Recursive = true,
    };

    public static Option<bool> Embedded() => new("--embedded")
    {
        Description = "Run one silo in this process even where a cluster runs on the store.",
    };

    public static Option<string> File() => new("--file", "-f")
    {
        Description = "A sources file (YAML); - reads standard input.",
        HelpName = "FILE",
    };

    public static Option<TimeSpan?> Timeout() => Duration(
        "--timeout", "Bound of one attempt with its body, for example 500ms or 10s [default: the source's, then 10s].", DurationText.LongestTimeout);

    public static Option<TimeSpan?> Deadline() => Duration(
        "--deadline", "Bound of one fetch with all its attempts [default: the source's, then 30s].", DurationText.LongestDeadline);

    public static Option<TimeSpan?> RunDeadline() => Duration(
        "--run-deadline", "Bound of the whole run, for example 2h: sources without an outcome by then fail as 'run-deadline' [default: none].", DurationText.LongestRunDeadline);

    public static Option<bool> AllowPrivate() => new("--allow-private") { Description = "Allow private, loopback and link-local addresses." };

    public static Option<bool> Now() => new("--now") { Description = "Ask also a server that wanted patience (Retry-After), as far as the source itself remembers it." };

    private static Option<TimeSpan?> Duration(string name, string description, TimeSpan longest) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        CustomParser = result =>
        {
            var text = OneToken(result);
            if (DurationText.Parse(text, longest, out var duration) is not { } fault)
            {
                return duration;
            }

            result.AddError($"{name}: {fault}");
            return null;
        },
    };

    /// <summary>A whole number within bounds.</summary>
    public static Option<int?> Number(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = OneToken(result);
            if (int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most)
            {
                return number;
            }

            result.AddError($"{name}: '{text}' is not a whole number from {least} to {most}");
            return null;
        },
    };

    private static string OneToken(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
}
