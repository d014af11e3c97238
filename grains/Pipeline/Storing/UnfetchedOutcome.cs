using Gleaner.Contracts.Runs;

namespace Gleaner.Pipeline.Storing;

/// <summary>The outcome of a source for which no exchange was made.</summary>
internal static class UnfetchedOutcome
{
    /// <param name="at">When that was found, in whole milliseconds.</param>
    public static Outcome Failed(string run, int shard, int position, string source, string url, FetchError error, DateTimeOffset at) => new()
    {
        Run = run,
        Source = source,
        Url = url,
        Ok = false,
        Error = error,
        Attempts = 0,
        Bytes = 0,
        Records = 0,
        Unchanged = false,
        StartedAt = at,
        Duration = TimeSpan.Zero,
        Shard = shard,
        Position = position,
    };
}
