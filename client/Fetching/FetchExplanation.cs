using Gleaner.Client.SourcesFile;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.Fetching;

/// <summary>What a fetch did and why: the settings that held, its attempts, what became of the records, and when the source is due next.</summary>
/// <param name="Report">Null when nothing is known of the fetch.</param>
/// <param name="NextDue">Null for at any time.</param>
internal sealed record FetchExplanation(
    string Source, IReadOnlyList<EffectiveSetting> Settings, FetchReport? Report, DateTimeOffset? NextDue, DueReason DueBecause, string? Cursor)
{
    /// <param name="status">The source after the fetch; null when it stored nothing and was never known.</param>
    /// <param name="report">How the fetch went; null takes the source's last.</param>
    public static FetchExplanation Of(FetchTarget target, GatherOptions options, SourceStatus? status, FetchReport? report)
    {
        var definition = target.Definition ?? status?.Definition ?? new SourceDefinition { Name = target.Name, Url = "" };
        return new FetchExplanation(
            target.Name,
            EffectiveSettings.Of(definition with
            {
                Timeout = options.Timeout ?? definition.Timeout,
                Deadline = options.Deadline ?? definition.Deadline,
                AllowPrivate = options.AllowPrivate || definition.AllowPrivate,
            }),
            report ?? status?.LastFetch,
            status?.NextDue,
            status?.DueBecause ?? DueReason.AtAnyTime,
            status?.Cursor);
    }

    /// <summary>Why the source is due when it is, in one sentence.</summary>
    public static string Reason(DueReason reason) => reason switch
    {
        DueReason.Schedule => "its schedule says so",
        DueReason.Freshness => "the server says that its answer is fresh until then",
        DueReason.RetryAfter => "the server asked not to be called before (Retry-After)",
        _ => "nothing holds it back and no schedule asks for it",
    };
}
