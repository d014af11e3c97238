using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Gathering;

/// <summary>
/// Puts outcomes into the order of the plan, the one order that every client and every coordinator gives a run: an outcome is held back
/// until all before it are known, so that the number of those shown says which they were.
/// </summary>
/// <param name="shardSizes">Sources of each shard.</param>
/// <param name="after">So many outcomes were shown before.</param>
internal sealed class PlanOrder(IReadOnlyList<int> shardSizes, int after)
{
    private readonly int[] _firsts = FirstPlaces(shardSizes);
    private readonly SortedDictionary<int, Outcome> _held = [];
    private int _next;
    private int _count;

    /// <summary>Takes outcomes, each once, and returns those whose turn has come.</summary>
    public IReadOnlyList<Outcome> Add(IEnumerable<Outcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            _held.Add(_firsts[outcome.Shard] + outcome.Position, outcome);
        }

        var ready = new List<Outcome>();
        while (_held.Remove(_next, out var outcome))
        {
            _next++;
            Pass(outcome, ready);
        }

        return ready;
    }

    /// <summary>Those behind a source that has no outcome: the run has ended, and there will be none.</summary>
    public IReadOnlyList<Outcome> Rest()
    {
        var rest = new List<Outcome>();
        foreach (var outcome in _held.Values)
        {
            Pass(outcome, rest);
        }

        _held.Clear();
        return rest;
    }

    private void Pass(Outcome outcome, List<Outcome> shown)
    {
        if (++_count > after)
        {
            shown.Add(outcome);
        }
    }

    private static int[] FirstPlaces(IReadOnlyList<int> sizes)
    {
        var firsts = new int[sizes.Count];
        for (var shard = 1; shard < firsts.Length; shard++)
        {
            firsts[shard] = firsts[shard - 1] + sizes[shard - 1];
        }

        return firsts;
    }
}
