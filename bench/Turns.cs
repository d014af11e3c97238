namespace Gleaner.Bench;

/// <summary>Lets peers take turns, so that a machine whose speed drifts is slow or fast for all of them.</summary>
internal static class Turns
{
    /// <summary>One warm-up round, then counted ones. A peer without a function is left out.</summary>
    /// <returns>The median time of each peer.</returns>
    public static async Task<IReadOnlyDictionary<string, TimeSpan>> Measure(int rounds, params (string Name, Func<Task<TimeSpan>>? Once)[] peers)
    {
        var times = peers.Where(p => p.Once is not null).ToDictionary(p => p.Name, _ => new List<TimeSpan>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (name, once) in peers.Where(p => p.Once is not null))
            {
                var time = await once!();
                if (round > 0)
                {
                    times[name].Add(time);
                }
            }
        }

        return times.ToDictionary(p => p.Key, p => p.Value.Order().ElementAt(p.Value.Count / 2));
    }
}
