using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary><c>politeness</c>: what a source asks to be kept on its host.</summary>
internal static class PolitenessSection
{
    private static readonly Key<int> MaxConcurrency = new("max_concurrency", ParsedKinds.Number(1, 1_000), "8", "Exchanges with the host under way at once.");

    private static readonly Key<TimeSpan> Delay = new(
        "delay", ParsedKinds.Duration(TimeSpan.Zero, TimeSpan.FromHours(1)), "0s", "Least time between the starts of two exchanges.");

    private static readonly Key<Rate> RateLimit = new("rate", ParsedKinds.Rate(), "none", "Exchanges begun in any second, minute, hour or day.");

    private static readonly Key<int> CircuitFailures = new(
        "circuit_failures", ParsedKinds.Number(0, 1_000), "10", "Transport failures in a row after which nobody calls the host for a while; 0 never.");

    private static readonly Key<TimeSpan> CircuitPause = new(
        "circuit_pause", ParsedKinds.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24)), "30s", "How long, before one fetch tries it again.");

    public static readonly Key<SectionValues> Key = new(
        "politeness", new Section(MaxConcurrency, Delay, RateLimit, CircuitFailures, CircuitPause), "",
        "Limits kept on the source's host by the whole cluster. Of all sources of one host the strictest count.");

    /// <summary>Never null: a source of a file is polite, also where it says nothing.</summary>
    public static PolitenessDefinition Build(SectionValues source) => source.Get(Key) is not { } politeness ? new PolitenessDefinition() : new PolitenessDefinition
    {
        MaxConcurrency = politeness.Value(MaxConcurrency),
        Delay = politeness.Value(Delay),
        Rate = politeness.Value(RateLimit)?.Count,
        RateInterval = politeness.Value(RateLimit)?.Interval,
        CircuitFailures = politeness.Value(CircuitFailures),
        CircuitPause = politeness.Value(CircuitPause),
    };
}
