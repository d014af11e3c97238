namespace Gleaner.Pipeline.Hosts;

/// <summary>The strictest of the limits that were asked for lately. Each is forgotten a while after its last use, so that a relaxed file takes effect.</summary>
internal sealed class RecentLimits
{
    /// <summary>A silo and the host's grain both remember for so long, one after the other.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    // Sources of one host ask for few different things; past that they are kept as one.
    private const int Most = 32;

    private readonly List<(HostLimits Limits, TimeSpan UsedAt)> _asked = [];
    private TimeSpan _lookedAt;
    private HostLimits _strictest = HostLimits.None;

    /// <summary>Grows with every change that makes the limits other than they were, except by forgetting.</summary>
    public long Version { get; private set; }

    /// <param name="now">Time that only moves forward.</param>
    public void Use(HostLimits limits, TimeSpan now)
    {
        for (var known = 0; known < _asked.Count; known++)
        {
            if (_asked[known].Limits == limits)
            {
                _asked[known] = (limits, now);
                return;
            }
        }

        if (_asked.Count == Most)
        {
            limits = _asked[^1].Limits.And(limits);
            _asked.RemoveAt(_asked.Count - 1);
        }

        _asked.Add((limits, now));
        var strictest = _strictest.And(limits);
        if (strictest != _strictest)
        {
            _strictest = strictest;
            Version++;
        }
    }

    public HostLimits Strictest(TimeSpan now)
    {
        if (now - _lookedAt >= LookEvery)
        {
            _lookedAt = now;
            if (_asked.RemoveAll(a => now - a.UsedAt > KeptFor) > 0)
            {
                _strictest = _asked.Aggregate(HostLimits.None, static (all, a) => all.And(a.Limits));
            }
        }

        return _strictest;
    }
}
