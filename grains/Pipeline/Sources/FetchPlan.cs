using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;

namespace Gleaner.Pipeline.Sources;

/// <summary>What one fetch will do: the source's settings, the run's wishes and the server's Retry-After put together.</summary>
/// <param name="Spec">For the fetcher: the first page of the source's own URL.</param>
/// <param name="Wait">Until the server's Retry-After has passed; taken from the deadline.</param>
/// <param name="TooEarly">Set when that wait does not fit in the deadline: nothing is fetched.</param>
internal sealed record FetchPlan(FetchSpec Spec, TimeSpan Wait, FetchError? TooEarly)
{
    /// <param name="notBefore">The server's Retry-After, as the source remembers it.</param>
    /// <param name="waitingForHost">See <see cref="FetchSpec.WaitingForHost"/>.</param>
    public static FetchPlan For(
        SourceDefinition source, GatherOptions run, DateTimeOffset? notBefore, DateTimeOffset now, Action<bool>? waitingForHost = null)
    {
        var deadline = run.Deadline ?? source.Deadline ?? GatherOptions.DefaultDeadline;
        var wait = !run.Now && notBefore is { } due && due > now ? due - now : TimeSpan.Zero;
        var spec = new FetchSpec
        {
            Url = source.Url,
            Headers = run.Headers.IsEmpty ? source.Headers : source.Headers.AddRange(run.Headers),
            Timeout = run.Timeout ?? source.Timeout ?? GatherOptions.DefaultTimeout,
            Deadline = deadline - wait,
            AllowPrivate = run.AllowPrivate || source.AllowPrivate,
            ConnectTimeout = source.ConnectTimeout,
            IdleTimeout = source.IdleTimeout,
            Request = source.Request,
            Auth = source.Auth,
            Retry = source.Retry,
            Responses = source.Responses,
            Politeness = source.Politeness,
            MaxBodyBytes = source.MaxBodyBytes,
            MaxRedirects = source.MaxRedirects,
            Proxy = source.Proxy,
            Robots = source.Robots,
            WaitingForHost = waitingForHost,
        };
        return new FetchPlan(spec, wait, wait < deadline ? null : new FetchError(
            ErrorKind.RateLimited,
            FormattableString.Invariant($"The server asked not to be called before {notBefore:yyyy-MM-dd HH:mm:ss} UTC, which is past the deadline.")));
    }

    /// <summary>
    /// Whether the request may ask "has it changed?". Not for a paginated source: page 1 says nothing about the others (docs/decisions/0081).
    /// Not with headers of the run, for which another body may have been the answer.
    /// </summary>
    public static bool IsConditional(SourceDefinition source, GatherOptions run) =>
        (source.Conditional ?? source.Politeness is not null)
        && source.Pagination is null
        && (source.Request is null || source.Request.Method == RequestDefinition.DefaultMethod)
        && run.Headers.IsEmpty;
}
