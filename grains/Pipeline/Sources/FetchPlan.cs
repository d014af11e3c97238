using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;

namespace Gleaner.Pipeline.Sources;

/// <summary>What one fetch will do: the source's settings, the run's wishes and the server's Retry-After put together.</summary>
/// <param name="Spec">For the fetcher, defaults filled in.</param>
/// <param name="Wait">Until the server's Retry-After has passed; taken from the deadline.</param>
/// <param name="TooEarly">Set when that wait does not fit in the deadline: nothing is fetched.</param>
internal sealed record FetchPlan(FetchSpec Spec, TimeSpan Wait, FetchError? TooEarly)
{
    public static FetchPlan For(SourceDefinition source, GatherOptions run, DateTimeOffset? notBefore, DateTimeOffset now)
    {
        var deadline = run.Deadline ?? source.Deadline ?? GatherOptions.DefaultDeadline;
        var wait = notBefore is { } due && due > now ? due - now : TimeSpan.Zero;
        var spec = new FetchSpec
        {
            Url = source.Url,
            Headers = run.Headers.IsEmpty ? source.Headers : source.Headers.AddRange(run.Headers),
            Timeout = run.Timeout ?? source.Timeout ?? GatherOptions.DefaultTimeout,
            Deadline = deadline - wait,
            AllowPrivate = run.AllowPrivate,
        };
        return new FetchPlan(spec, wait, wait < deadline ? null : new FetchError(
            ErrorKind.RateLimited,
            FormattableString.Invariant($"The server asked not to be called before {notBefore:yyyy-MM-dd HH:mm:ss} UTC, which is past the deadline.")));
    }
}
