using Orleans.Storage;

namespace Gleaner.Pipeline.Storing;

/// <summary>Tries a database operation again as long as its trouble may pass.</summary>
internal sealed class StoreRetry(Database database, StoreCondition condition, TimeProvider time)
{
    private static readonly Backoff Backoff = new(new RandomJitter());

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

    /// <summary>The tries of one operation. The store's condition learns how it goes, and says what lasts.</summary>
    internal sealed class Trouble : IDisposable
    {
        private readonly StoreRetry _retry;
        private int _failures;

        public Trouble(StoreRetry retry)
        {
            _retry = retry;
            retry.Condition.Begin();
        }

        public Task Wait(Exception fault, CancellationToken cancellation)
        {
            _retry.Condition.Failed(fault);
            return Backoff.Wait(++_failures, _retry.Time, cancellation);
        }

        public void Over() => _retry.Condition.Succeeded();

        public void Dispose() => _retry.Condition.End();
    }

    private StoreCondition Condition => condition;

    private TimeProvider Time => time;
}
