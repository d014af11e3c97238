using Gleaner.Client.Output;
using Gleaner.Pipeline.Storing;
using Orleans.Storage;

namespace Gleaner.Client.Gathering;

/// <summary>
/// Repeats calls to grains whose outcome is unknown or whose silo is going: all calls that a client makes may be repeated.
/// A dead silo is noticed within seconds, and a database may be away for longer, so patience is measured in minutes.
/// </summary>
internal sealed class GrainCalls(TimeProvider time, Action<string> say)
{
    /// <summary>How long one call is repeated.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>How long the first call of a command is repeated: by then the database has to be there.</summary>
    public static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _saying = new();
    private long? _saidAt;

    /// <param name="call">Makes the call; made again until it answers.</param>
    /// <param name="patience">How long to go on; <see cref="Patience"/> when null.</param>
    /// <param name="answerWithin">When to take one call for lost: only for calls that are known to answer sooner. Null waits for Orleans' own bound.</param>
    public async Task<T> Repeat<T>(Func<Task<T>> call, CancellationToken cancellation, TimeSpan? patience = null, TimeSpan? answerWithin = null)
    {
        var startedAt = time.GetTimestamp();
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                return await call().WaitAsync(answerWithin ?? Timeout.InfiniteTimeSpan, time, cancellation);
            }
            catch (Exception e) when (MayPass(e) && !cancellation.IsCancellationRequested)
            {
                if (time.GetElapsedTime(startedAt) > (patience ?? Patience))
                {
                    throw UserErrorException.Failed(Sentence(e));
                }

                if (time.GetElapsedTime(startedAt) > SayEvery && IsTimeToSay())
                {
                    say(e is StoreException ? $"Waiting: {e.Message}" : "Waiting for the cluster to answer.");
                }
            }

            await Task.Delay(wait, time, cancellation);
        }
    }

    public Task Repeat(Func<Task> call, CancellationToken cancellation, TimeSpan? patience = null) =>
        Repeat(
            async () =>
            {
                await call();
                return true;
            },
            cancellation,
            patience);

    /// <summary>Calls that wait side by side for the same thing say it once.</summary>
    private bool IsTimeToSay()
    {
        lock (_saying)
        {
            if (_saidAt is { } saidAt && time.GetElapsedTime(saidAt) <= SayEvery)
            {
                return false;
            }

            _saidAt = time.GetTimestamp();
            return true;
        }
    }

    // OrleansException is the base of what a transport reports: silo gone, message refused, gateway lost. A message that
    // expires while its grain is being placed comes back as an OperationCanceledException that nobody here asked for.
    private static bool MayPass(Exception e) =>
        e is OrleansException or TimeoutException or OperationCanceledException or StoreException or InconsistentStateException;

    private static string Sentence(Exception e) => e is StoreException
        ? e.Message
        : $"The cluster does not answer ({e.Message}); see 'gleaner status'.";
}
