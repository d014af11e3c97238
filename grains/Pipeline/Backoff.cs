namespace Gleaner.Pipeline;

/// <summary>Waits between repeated calls inside the cluster, and between tries of the database: 50 ms doubling to 2 s, with full jitter over the upper half.</summary>
public sealed class Backoff(IJitter jitter)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <param name="failures">How many calls in a row have failed, 1 or more.</param>
    public Task Wait(int failures, TimeProvider time, CancellationToken cancellation)
    {
        var full = Math.Min(Longest.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 10)));
        return Task.Delay(TimeSpan.FromMilliseconds(full * (0.5 + (jitter.Next() / 2))), time, cancellation);
    }
}
