using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Storing;

/// <summary>Waits between tries of a database operation: exponential backoff with jitter, 50 ms to 2 s.</summary>
internal sealed class StoreRetry(Database database, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromSeconds(10);
    private static readonly RandomJitter Chance = new();

    /// <summary>Runs the operation until it succeeds, fails for good, or the token is cancelled. The operation must be harmless to repeat.</summary>
    /// <exception cref="StoreException">It failed for good.</exception>
    public async Task<T> Run<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellation)
    {
        var trouble = Begin();
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

    /// <summary>The tries of one operation; says so when it begins to fail, each 10 s while it does, and when it works again.</summary>
    internal sealed class Trouble(StoreRetry retry)
    {
        private int _tries;
        private long _began;
        private long _said;
        private bool _told;

        public async Task Wait(Exception fault, CancellationToken cancellation)
        {
            var now = retry.Time.GetTimestamp();
            if (_tries == 0)
            {
                _began = now;
            }

            // A deadlock or two is everyday; only what lasts is worth a line.
            if (_tries >= 3 && (!_told || retry.Time.GetElapsedTime(_said, now) >= SayAgainAfter))
            {
                retry.Logger.StoreTrouble(StoreFault.Describe(fault, retry.Database.Address).Message, retry.Time.GetElapsedTime(_began, now).TotalSeconds);
                (_said, _told) = (now, true);
            }

            await Task.Delay(Backoff(_tries++), retry.Time, cancellation);
        }

        public void Over()
        {
            if (_told)
            {
                retry.Logger.StoreTroubleOver(retry.Time.GetElapsedTime(_began).TotalSeconds);
            }
        }
    }

    private Database Database => database;

    private TimeProvider Time => time;

    private ILogger Logger => logger;
}
