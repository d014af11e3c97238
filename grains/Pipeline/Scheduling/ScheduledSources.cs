using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>
/// Reads every scheduled source out of the sources' states, for all buckets of this silo that ask at the same time together:
/// a silo that starts with many buckets reads the table once or twice, not once for each.
/// </summary>
public sealed class ScheduledSources(ILedger ledger)
{
    private const int PageSize = 1_000;

    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;
    private Task<ILookup<int, ScheduledSource>>? _waiting;

    /// <summary>The scheduled sources of a bucket, read after this call: what was committed before it is seen.</summary>
    public async Task<IReadOnlyCollection<ScheduledSource>> Read(int bucket, CancellationToken cancellation) =>
        [.. (await NextReading().WaitAsync(cancellation))[bucket]];

    // The reading under way may be past a source that has changed since, so whoever comes meanwhile shares the next one.
    private Task<ILookup<int, ScheduledSource>> NextReading()
    {
        lock (_lock)
        {
            return _waiting ??= _last.ContinueWith(_ => Begin(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
        }
    }

    private Task<ILookup<int, ScheduledSource>> Begin()
    {
        lock (_lock)
        {
            _last = _waiting!;
            _waiting = null;
        }

        return ReadAll();
    }

    private async Task<ILookup<int, ScheduledSource>> ReadAll()
    {
        var all = new List<ScheduledSource>();
        IReadOnlyList<ScheduledSource> page;
        do
        {
            page = await ledger.ListScheduled(all.Count > 0 ? all[^1].Name : "", PageSize);
            all.AddRange(page);
        }
        while (page.Count == PageSize);
        return all.ToLookup(source => ScheduleBuckets.Of(source.Name));
    }
}
