namespace Gleaner.Pipeline.Coordination;

/// <summary>
/// Shares a run's concurrency among its shards: a few shards at a time, each with an equal share. What a draining
/// shard frees goes to the next one at once, so that a slow source at a shard's end holds one slot and not a share.
/// The sum of all slots in use never passes the total.
/// </summary>
internal sealed class SlotSharing
{
    // Enough shards at once to spread over the silos, few enough that a run's plan is not all in memory.
    private const int ShardsAtOnce = 8;

    // Shards whose sources all wait for their hosts hold no slot, but memory: of more than these the next ones wait.
    private const int MostIdleShards = 64;

    private readonly int _total;
    private readonly int _share;
    private readonly IReadOnlyList<ShardProgress> _shards;
    private readonly List<ShardProgress> _active = [];
    private int _next;

    public SlotSharing(int total, IReadOnlyList<ShardProgress> shards, int shardSize)
    {
        _total = total;
        _shards = shards;
        var atOnce = Math.Min(Math.Min(shards.Count, total), Math.Max(ShardsAtOnce, (total + shardSize - 1) / shardSize));
        _share = atOnce == 0 ? total : (total + atOnce - 1) / atOnce;
    }

    /// <summary>Shards that have slots and are not done.</summary>
    public IReadOnlyList<ShardProgress> Active => _active;

    /// <summary>True once every shard is done.</summary>
    public bool IsOver => _active.Count == 0 && _next == _shards.Count;

    /// <summary>Hands out the free slots and returns the shards whose number of slots has grown.</summary>
    public IReadOnlyCollection<ShardProgress> Share()
    {
        _active.RemoveAll(static shard => shard.IsDone);
        var free = _total;
        foreach (var shard in _active)
        {
            free -= shard.Held;
        }

        HashSet<ShardProgress>? grown = null;
        foreach (var shard in _active)
        {
            if (shard.Waiting > 0)
            {
                Give(shard, Math.Min(free, _share - shard.Slots));
            }
        }

        var idle = _active.Count(static shard => shard.Held == 0);
        for (; _next < _shards.Count && ((free > 0 && idle < MostIdleShards) || _shards[_next].IsDone); _next++)
        {
            if (!_shards[_next].IsDone)
            {
                _active.Add(_shards[_next]);
                // Not more than it has sources for: the rest would lie idle until its first outcome.
                Give(_shards[_next], Math.Min(free, Math.Min(_share, _shards[_next].Size - _shards[_next].Done)));
            }
        }

        // Every shard has begun: the slots left over help those that still have sources waiting.
        foreach (var shard in _active)
        {
            if (shard.Waiting > 0)
            {
                Give(shard, Math.Min(free, shard.Size - shard.Done - shard.Slots));
            }
        }

        return grown ?? (IReadOnlyCollection<ShardProgress>)[];

        void Give(ShardProgress shard, int slots)
        {
            if (slots > 0)
            {
                shard.Slots += slots;
                free -= slots;
                (grown ??= []).Add(shard);
            }
        }
    }
}
