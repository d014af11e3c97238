namespace Gleaner.Pipeline.Hosts;

/// <summary>
/// Splits a host's slots among silos by demand: everyone gets what it wants up to an equal part, and what some do not want goes to the
/// others. When there are fewer slots than silos that want one, they take turns.
/// </summary>
internal static class SlotShares
{
    /// <summary>How long a silo may keep a slot that others are waiting in turn for.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(250);

    /// <summary>Sets <see cref="SiloLease.Target"/> and <see cref="SiloLease.Share"/>.</summary>
    /// <returns>Slots that nobody holds; below zero when the limit has just become stricter.</returns>
    public static int Split(int slots, IReadOnlyCollection<SiloLease> silos, TimeSpan now)
    {
        SetTargets(slots, silos, now);
        var free = slots - silos.Sum(static s => s.Held);
        var missing = silos.Sum(static s => Math.Max(0, s.Target - s.Held)) - free;
        foreach (var silo in silos.OrderByDescending(static s => s.Held - s.Target))
        {
            var back = Math.Clamp(silo.Held - silo.Target, 0, Math.Max(0, missing));
            silo.Share = back > 0 ? silo.Held - back : int.MaxValue;
            missing -= back;
        }

        return free;
    }

    private static void SetTargets(int slots, IReadOnlyCollection<SiloLease> silos, TimeSpan now)
    {
        var wanting = new List<SiloLease>();
        foreach (var silo in silos)
        {
            silo.Target = 0;
            if (silo.Demand > 0)
            {
                wanting.Add(silo);
            }
        }

        if (wanting.Count == 0)
        {
            return;
        }

        var equal = slots / wanting.Count;
        var ordered = wanting.OrderBy(s => Rank(s, equal, now)).ThenBy(static s => s.StarvesSince ?? TimeSpan.Zero).ThenBy(static s => s.Silo, StringComparer.Ordinal).ToList();
        for (var left = slots; left > 0 && ordered.Count > 0; ordered.RemoveAll(static s => s.Target == s.Demand))
        {
            var each = Math.Max(1, left / ordered.Count);
            foreach (var silo in ordered)
            {
                var more = Math.Min(Math.Min(each, left), silo.Demand - silo.Target);
                silo.Target += more;
                left -= more;
            }
        }
    }

    /// <summary>Who has the odd slot keeps it, unless others have none at all and its turn is over.</summary>
    private static int Rank(SiloLease silo, int equal, TimeSpan now) =>
        silo.Held > equal && (equal > 0 || now - silo.GainedAt < Turn) ? 0 : silo.Held == 0 ? 1 : 2;
}
