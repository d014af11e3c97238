using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Gleaner.Pipeline.Hosts;

/// <summary>The hosts that asked for patience, as this silo knows them. While there are none, asking costs one read.</summary>
internal sealed class HeldHosts(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);
    private volatile bool _any;

    /// <summary>A host is held, or held for longer than before. Any thread.</summary>
    public event Action<string>? Held;

    public bool Any => _any;

    /// <summary>Until when nobody may call the host; null when anybody may.</summary>
    public DateTimeOffset? Until(string authority)
    {
        if (!_any || !_until.TryGetValue(authority, out var until))
        {
            return null;
        }

        if (until > time.GetUtcNow())
        {
            return until;
        }

        ForgetWhatIsOver();
        return null;
    }

    /// <summary>True when it is news: the longer of two waits stands.</summary>
    public bool Hold(string authority, DateTimeOffset until)
    {
        if (until <= time.GetUtcNow())
        {
            return false;
        }

        var isNews = false;
        _until.AddOrUpdate(
            authority,
            _ =>
            {
                isNews = true;
                return until;
            },
            (_, known) =>
            {
                isNews = until > known;
                return isNews ? until : known;
            });
        _any = true;
        if (isNews)
        {
            Held?.Invoke(authority);
        }

        return isNews;
    }

    public ImmutableArray<HeldHost> Lasting()
    {
        var now = time.GetUtcNow();
        return [.. _until.Where(held => held.Value > now).Select(held => new HeldHost(held.Key, held.Value - now))];
    }

    public void ForgetWhatIsOver()
    {
        foreach (var over in _until.Where(held => held.Value <= time.GetUtcNow()))
        {
            _until.TryRemove(over);
        }

        if (_until.IsEmpty)
        {
            _any = false;
            // One that was put there meanwhile must not go unseen.
            _any = !_until.IsEmpty;
        }
    }
}
