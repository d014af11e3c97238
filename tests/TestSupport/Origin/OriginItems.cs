using System.Globalization;

namespace Gleaner.Tests.TestSupport.Origin;

/// <summary>What <c>/items?since=N</c> serves: items with an id of at least N, all of them without since. A test changes them as it goes.</summary>
public sealed class OriginItems
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, string> _values = [];

    public void Set(long id, string value)
    {
        lock (_gate)
        {
            _values[id] = value;
        }
    }

    internal IReadOnlyList<OriginItem> Since(string? since)
    {
        var from = since is null ? long.MinValue : long.Parse(since, CultureInfo.InvariantCulture);
        lock (_gate)
        {
            return [.. _values.Where(item => item.Key >= from).Select(item => new OriginItem(item.Key, item.Value))];
        }
    }
}

/// <summary>One of them.</summary>
internal sealed record OriginItem(long Id, string Value);
