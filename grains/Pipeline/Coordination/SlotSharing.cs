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

    private readonly int _total;
    private readonly int _share;
    private readonly IReadOnlyList<ShardProgress> _shards;
    private int _nextIdle;

    public SlotSharing(int total, IReadOnlyList<ShardProgress> shards, int shardSize)
    {
        _total = total;
        _shards = shards;
        var atOnce = Math.Min(Math.Min(shards.Count, total), Math.Max(ShardsAtOnce, (total + shardSize - 1) / shardSize));
        _share = atOnce == 0 ? total : (total + atOnce - 1) / atOnce;
    }

    /// <summary>Hands out the free slots and returns the shards whose number of slots has grown.</summary>
    public List<ShardProgress> Share()
    {
        var grown = new List<ShardProgress>();
        var free = _total - _shards.Sum(s => s.Held);
        foreach (var shard in _shards.Where(s => s.IsActive && s.Waiting > 0 && s.Slots < _share))
        {
            Give(shard, Math.Min(free, _share - shard.Slots));
        }

        for (; free > 0 && _nextIdle < _shards.Count; _nextIdle++)
        {
            if (!_shards[_nextIdle].IsDone && !_shards[_nextIdle].IsActive)
            {
                Give(_shards[_nextIdle], Math.Min(free, _share));
            }
        }

        // Every shard has begun: the slots left over help those that still have sources waiting.
        foreach (var shard in _shards.Where(s => free > 0 && s.IsActive && s.Waiting > 0))
        {
            Give(shard, Math.Min(free, Math.Max(0, shard.Size - shard.Done - shard.Slots)));
        }

        return grown;

        void Give(ShardProgress shard, int slots)
        {
            if (slots > 0)
            {
                shard.Slots += slots;
                free -= slots;
                if (!grown.Contains(shard))
                {
                    grown.Add(shard);
                }
            }
        }
    }
}
