namespace Gleaner.Pipeline.Coordination;

/// <summary>
/// A shard's fetches that have begun, by the source's position. One that waits for its host's permission or for the
/// store is parked: it holds no slot of the run, so that many sources of one slow host, or a slow store, do not hold up the others.
/// </summary>
internal sealed class FetchesUnderWay
{
    private readonly HashSet<int> _all = [];
    private readonly HashSet<int> _parked = [];

    public IReadOnlyCollection<int> All => _all;

    /// <summary>Those that hold a slot.</summary>
    public int Running => _all.Count - _parked.Count;

    public void Begin(int position) => _all.Add(position);

    public void End(int position)
    {
        _all.Remove(position);
        _parked.Remove(position);
    }

    /// <summary>Notes whether a fetch waits and needs no slot; true when that freed one.</summary>
    public bool Park(int position, bool needsNoSlot)
    {
        if (!needsNoSlot)
        {
            _parked.Remove(position);
            return false;
        }

        return _parked.Add(position);
    }
}
