using System.CommandLine;
using Gleaner.Client.Commands;
using Gleaner.Pipeline.Retention;

namespace Gleaner.Client.Pruning;

/// <summary>The two options that say which runs go.</summary>
internal sealed class RetentionOptions
{
    public Option<TimeSpan?> OlderThan { get; } = new("--older-than")
    {
        Description = $"Age since a run's end, for example 12h, 30d or 8w [default: the cluster's setting, then {AgeText.Format(RetentionRule.Default.OlderThan)}].",
        HelpName = "AGE",
        CustomParser = result =>
        {
            if (AgeText.Parse(result.Tokens.Count > 0 ? result.Tokens[0].Value : "", out var age) is not { } fault)
            {
                return age;
            }

            result.AddError($"--older-than: {fault}");
            return null;
        },
    };

    public Option<int?> KeepLast { get; } = CommonOptions.Number(
        "--keep-last",
        $"So many of the newest runs stay whatever their age, and the runs of each applied source's so many newest outcomes [default: the cluster's setting, then {RetentionRule.Default.KeepLast}].",
        0, RetentionRule.MostKept);

    /// <param name="setting">What holds for what was not given.</param>
    public RetentionRule Read(ParseResult parsed, RetentionRule setting) =>
        new(parsed.GetValue(OlderThan) ?? setting.OlderThan, parsed.GetValue(KeepLast) ?? setting.KeepLast);
}
