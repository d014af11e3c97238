using System.Collections.Immutable;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Coordination;

/// <summary>
/// The order in which a coordinator learned of its run's outcomes. It keeps where they stand (4 bytes each) and the
/// newest of them whole; older ones are read back from the ledger, so that a watcher may lag or come late.
/// </summary>
internal sealed class OutcomeLog(string run, ILedger ledger)
{
    /// <summary>Outcomes kept whole.</summary>
    private const int Kept = 4_096;
    private const int PageSize = 256;

    private readonly List<(int Shard, byte Position)> _places = [];
    private readonly Outcome[] _recent = new Outcome[Kept];
    private TaskCompletionSource _grown = NewSignal();

    /// <summary>Names this numbering: another activation counts anew, and so does this one after <see cref="Restart"/>.</summary>
    public string Epoch { get; private set; } = NewEpoch();

    public int Count => _places.Count;

    public void Add(Outcome outcome)
    {
        _recent[Count % Kept] = outcome;
        _places.Add((outcome.Shard, (byte)outcome.Position));
    }

    /// <summary>Forgets all, to be told it again in another order. Whoever waits goes on waiting for the next signal.</summary>
    public void Restart()
    {
        _places.Clear();
        Epoch = NewEpoch();
    }

    /// <summary>Wakes the watchers: outcomes were added, or the run's state changed.</summary>
    public void Signal()
    {
        var grown = _grown;
        _grown = NewSignal();
        grown.SetResult();
    }

    /// <summary>Ends at the next signal.</summary>
    public Task NextSignal => _grown.Task;

    /// <summary>The cursor's place in this numbering: 0 for a cursor of another activation.</summary>
    public int PlaceOf(WatchCursor cursor) => cursor.Epoch == Epoch ? Math.Clamp(cursor.After, 0, Count) : 0;

    public async Task<ImmutableArray<Outcome>> Read(int after, CancellationToken cancellation)
    {
        var end = Math.Min(after + PageSize, Count);
        var firstKept = Math.Max(0, Count - Kept);
        if (after >= firstKept)
        {
            return [.. Enumerable.Range(after, end - after).Select(i => _recent[i % Kept])];
        }

        end = Math.Min(end, firstKept);
        var places = _places.GetRange(after, end - after);
        var page = new Outcome[places.Count];
        foreach (var shard in places.Select((place, i) => (place, i)).GroupBy(p => p.place.Shard))
        {
            var outcomes = (await ledger.ReadShard(run, shard.Key, cancellation)).ToDictionary(o => (byte)o.Position);
            foreach (var (place, i) in shard)
            {
                // It was there when it was counted.
                page[i] = outcomes.GetValueOrDefault(place.Position) ?? throw new RunNotFoundException($"There is no run {run} any more: it was pruned.");
            }
        }

        return ImmutableArray.Create(page);
    }

    private static string NewEpoch() => Guid.NewGuid().ToString("N");

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
