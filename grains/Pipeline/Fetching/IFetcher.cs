namespace Gleaner.Pipeline.Fetching;

/// <summary>Makes one polite fetch: attempts, backoff, caps and deadlines. A failure is a value in the result.</summary>
public interface IFetcher
{
    /// <summary>Fetches once. The caller disposes the result, which returns the body's memory.</summary>
    /// <exception cref="OperationCanceledException">Only when <paramref name="cancellation"/> is cancelled.</exception>
    Task<FetchResult> Fetch(FetchSpec spec, CancellationToken cancellation);
}
