using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Gathering;

/// <summary>Which outcomes a watcher has shown, one bit each: after a coordinator's death the next one tells them all again.</summary>
internal sealed class SeenOutcomes
{
    private const int WordBits = 64;

    private readonly Dictionary<int, ulong[]> _shards = [];

    /// <summary>Notes an outcome; false when it was seen before.</summary>
    public bool Add(int shard, int position)
    {
        if (!_shards.TryGetValue(shard, out var bits))
        {
            _shards[shard] = bits = new ulong[(GatherLimits.ShardSize + WordBits - 1) / WordBits];
        }

        var bit = 1UL << (position % WordBits);
        if ((bits[position / WordBits] & bit) != 0)
        {
            return false;
        }

        bits[position / WordBits] |= bit;
        return true;
    }
}
