using System.Collections.Immutable;

namespace Gleaner.Pipeline.Hosts;

/// <summary>What stands on the board, and since which version.</summary>
internal sealed class BoardEntries
{
    /// <summary>Most hosts at a time; past that those whose wait ends soonest are let go.</summary>
    public const int Most = 20_000;

    private readonly Dictionary<string, (DateTimeOffset Until, long Version)> _entries = new(StringComparer.Ordinal);

    public long Version { get; private set; }

    /// <summary>The waits that still last.</summary>
    public IEnumerable<KeyValuePair<string, DateTimeOffset>> Lasting(DateTimeOffset now) =>
        _entries.Where(e => e.Value.Until > now).Select(static e => KeyValuePair.Create(e.Key, e.Value.Until));

    /// <summary>True when it is news.</summary>
    public bool Put(string authority, DateTimeOffset until, DateTimeOffset now)
    {
        if (until <= now || (_entries.TryGetValue(authority, out var known) && known.Until >= until))
        {
            return false;
        }

        if (_entries.Count >= Most && !_entries.ContainsKey(authority))
        {
            MakeRoom(now);
        }

        _entries[authority] = (until, ++Version);
        return true;
    }

    public ImmutableArray<HeldHost> After(long version, DateTimeOffset now) =>
        version >= Version ? [] : [.. _entries.Where(e => e.Value.Version > version && e.Value.Until > now).Select(e => new HeldHost(e.Key, e.Value.Until - now))];

    private void MakeRoom(DateTimeOffset now)
    {
        var over = _entries.Where(e => e.Value.Until <= now).Select(static e => e.Key).ToList();
        if (over.Count == 0)
        {
            over = [.. _entries.OrderBy(static e => e.Value.Until).Take(Most / 10).Select(static e => e.Key)];
        }

        over.ForEach(authority => _entries.Remove(authority));
    }
}
