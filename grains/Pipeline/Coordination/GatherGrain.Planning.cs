using System.Collections.Immutable;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Sources;

namespace Gleaner.Pipeline.Coordination;

/// <summary>How a run's plan is written down, page by page, a shard for each, until it is started or cancelled.</summary>
public sealed partial class GatherGrain
{
    private readonly Dictionary<int, int> _added = [];

    /// <summary>Sources of the pages that came to this activation, or are on their way to their shards.</summary>
    private long Planned => _added.Values.Sum(size => (long)size);

    public async Task Begin(GatherOptions options)
    {
        if (_plan.RecordExists)
        {
            return;
        }

        if (!_isCounted)
        {
            _runs.Admit();
            _isCounted = true;
        }

        _plan.State = new RunPlanState { Options = options, StartedAt = FetchTally.WholeMilliseconds(_time.GetUtcNow()) };
        var row = await _lease.Take(Status, CancellationToken.None);
        if (row.FinishedAt is not null)
        {
            Adopt(row);
        }

        await Save();
    }

    public async Task Add(int page, ImmutableArray<PlannedSource> sources)
    {
        ThrowIfUnknown();
        if (_plan.State.State is RunState.Planning)
        {
            // Counted from now on: pages come several at once.
            var isNew = _added.TryAdd(page, sources.Length);
            try
            {
                _runs.RefuseMoreThan(Planned);
                _added[page] = await Shard(page).Prepare(_plan.State.Options, sources);
            }
            catch when (isNew)
            {
                _added.Remove(page);
                throw;
            }

            if (_ending is not null || HasEnded)
            {
                // Cancelled meanwhile.
                await StopShard(page);
            }
            else if (_lease.IsDue)
            {
                await SaveRow(Status);
            }
        }
    }

    public async Task<RunStatus> Start(int pages)
    {
        ThrowIfUnknown();
        if (_plan.State.State is not RunState.Planning)
        {
            return Status;
        }

        var sizes = new List<int>(pages);
        for (var page = 0; page < pages; page++)
        {
            // Another activation may have taken the page; the shard knows.
            sizes.Add(_added.TryGetValue(page, out var size) ? size : await Shard(page).Size());
        }

        _runs.RefuseMoreThan(sizes.Sum(size => (long)size));

        // Before the state: a run that says it runs is one that somebody wakes.
        await _reminder.Set();
        if (_ending is not null)
        {
            // Cancelled meanwhile.
            return Status;
        }

        _plan.State.ShardSizes = sizes;
        _plan.State.State = RunState.Running;
        _shards = [.. sizes.Select((size, number) => new ShardProgress(number, size))];
        await Save();
        await SaveRow(Status);
        StartDriving();
        return Status;
    }

    /// <summary>
    /// The shards of a plan that was never started. Pages come almost in order, some at once, perhaps some of them to activations before this.
    /// </summary>
    private async Task FindShards()
    {
        var sizes = new List<int>();
        int found;
        do
        {
            found = 0;
            foreach (var size in await Task.WhenAll(Enumerable.Range(sizes.Count, GatherLimits.PagesAtOnce).Select(SizeOf)))
            {
                found += size is null ? 0 : 1;
                sizes.Add(size ?? 0);
            }
        }
        while (found > 0);

        _plan.State.ShardSizes = sizes;
    }

    private async Task<int?> SizeOf(int shard)
    {
        try
        {
            return await Shard(shard).Size() is > 0 and var size ? size : null;
        }
        catch (UnreadableStateException)
        {
            // It is there, and others may follow.
            return 0;
        }
    }
}
