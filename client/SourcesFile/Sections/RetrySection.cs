using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary><c>retry</c>: how often and how patiently a fetch is tried again.</summary>
internal static class RetrySection
{
    private static readonly Key<int> MaxAttempts = new(
        "max_attempts", ParsedKinds.Number(1, 20), "3", "Attempts of one fetch, the first included. Waits that a server asked for do not count.");

    private static readonly Key<TimeSpan> Backoff = new(
        "backoff", ParsedKinds.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10)), "500ms",
        "The wait before retry n is random between zero and this, doubled with each retry.");

    private static readonly Key<TimeSpan> MaxRetryAfter = new(
        "max_retry_after", ParsedKinds.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24)), "5m", "Longest Retry-After that is believed; a longer one counts as this.");

    private static readonly Key<bool> Unsafe = new(
        "unsafe", ParsedKinds.Switch(), "false", "Also tries POST and PATCH again, which may do their work twice.");

    public static readonly Key<SectionValues> Key = new(
        "retry", new Section(MaxAttempts, Backoff, MaxRetryAfter, Unsafe), "", "How often and how patiently a fetch is tried again, within `deadline`.");

    public static RetryDefinition? Build(SectionValues source) => source.Get(Key) is not { IsEmpty: false } retry ? null : new RetryDefinition
    {
        MaxAttempts = retry.Value(MaxAttempts),
        Backoff = retry.Value(Backoff),
        MaxRetryAfter = retry.Value(MaxRetryAfter),
        Unsafe = retry.Value(Unsafe),
    };
}
