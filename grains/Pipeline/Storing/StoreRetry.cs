using Orleans.Storage;

namespace Gleaner.Pipeline.Storing;

/// <summary>Waits between tries of a database operation: exponential backoff with jitter, 50 ms to 2 s.</summary>
internal sealed class StoreRetry(Database database, StoreCondition condition, TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly RandomJitter Chance = new();

    /// <summary>Runs the operation until it succeeds, fails for good, or the token is cancelled. The operation must be harmless to repeat.</summary>
    /// <exception cref="StoreException">It failed for good.</exception>
    public async Task<T> Run<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellation)
    {
        using var trouble = Begin();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var result = await operation(cancellation);
                trouble.Over();
                return result;
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                if (fault is InconsistentStateException)
                {
                    throw;
                }

                if (!StoreFault.IsTransient(fault))
                {
                    throw StoreFault.Describe(fault, database.Address);
                }

                await trouble.Wait(fault, cancellation);
            }
        }
    }

    /// <summary>Follows one operation through its tries.</summary>
    public Trouble Begin() => new(this);

    private static TimeSpan Backoff(int tries)
    {
        var ceiling = Math.Min(Longest.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, Math.Min(tries, 10)));
        return TimeSpan.FromMilliseconds(ceiling * (0.5 + (Chance.Next() / 2)));
    }

    /// <summary>The tries of one operation. The store's condition learns how it goes, and says what lasts.</summary>
    internal sealed class Trouble : IDisposable
    {
        private readonly StoreRetry _retry;
        private int _tries;

        public Trouble(StoreRetry retry)
        {
            _retry = retry;
            retry.Condition.Begin();
        }

        public Task Wait(Exception fault, CancellationToken cancellation)
        {
            _retry.Condition.Failed(fault);
            return Task.Delay(Backoff(_tries++), _retry.Time, cancellation);
        }

        public void Over() => _retry.Condition.Succeeded();

        public void Dispose() => _retry.Condition.End();
    }

    private StoreCondition Condition => condition;

    private TimeProvider Time => time;
}
