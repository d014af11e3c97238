using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Fetching;

/// <summary>Decides whether one fetch makes another attempt, and after what wait. Keeps the fetch's budgets.</summary>
/// <param name="repeatable">False for a request that may do harm when it is made twice: then there is one attempt.</param>
internal sealed class RetryPlan(FetchLimits limits, IJitter jitter, bool repeatable = true)
{
    /// <summary>No deadline is longer than that by much, and a source's own backoff times 2^20 would not fit in a TimeSpan.</summary>
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromDays(1);

    private int _failures;
    private int _serverWaits;

    /// <summary>The wait before the next attempt; null when there is none, for want of budget or of time.</summary>
    /// <param name="left">What is left of the fetch's deadline.</param>
    public TimeSpan? Next(ResponseAction action, TimeSpan? retryAfter, TimeSpan left)
    {
        TimeSpan? wait = action switch
        {
            _ when !repeatable => null,
            ResponseAction.Retry when ++_failures < limits.MaxAttempts => Backoff(_failures - 1),
            // Patience that a server asked for is no failure: it has a budget of its own.
            ResponseAction.RateLimited when ++_serverWaits <= limits.MaxInlineWaits => AsAsked(retryAfter, _serverWaits - 1),
            _ => null,
        };
        return wait < left ? wait : null;
    }

    /// <summary>What the server asked for, or a backoff when it asked for nothing; null when it is too long to wait for here.</summary>
    private TimeSpan? AsAsked(TimeSpan? retryAfter, int waits)
    {
        var wait = retryAfter is { } asked && asked > TimeSpan.Zero ? asked : Backoff(waits);
        return wait <= limits.MaxInlineWait ? wait : null;
    }

    /// <summary>Exponential with full jitter: many sources that failed together do not come back together.</summary>
    private TimeSpan Backoff(int retry) => TimeSpan.FromSeconds(Math.Min(limits.BackoffBase.TotalSeconds * (1L << Math.Min(retry, 20)) * jitter.Next(), LongestBackoff.TotalSeconds));
}
