namespace Gleaner.Pipeline.Coordination;

/// <summary>
/// When a run that nobody drives is called next. One that stays without a coordinator, because its state cannot be read, say, is called
/// ever more seldom; one that comes back later with a new loss begins anew.
/// </summary>
/// <param name="first">The wait after the first call; it doubles with each.</param>
internal sealed class WakeTimes(TimeSpan first, TimeProvider time)
{
    /// <summary>Longest wait between two calls of the same run.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    // Called no more for so long, a run was driven in between.
    private static readonly TimeSpan OutOfSight = TimeSpan.FromSeconds(30);

    // Beyond this the table is looked through for runs that need nobody any more.
    private const int MostKept = 1_000;

    private readonly Dictionary<string, (int Number, long CalledAt, TimeSpan Wait)> _calls = [];

    /// <summary>Runs that are remembered.</summary>
    public int Count => _calls.Count;

    /// <summary>Which call of the run is to be made now, 1 for the first; it then counts as made. 0 when none is due.</summary>
    public int Next(string run)
    {
        _calls.TryGetValue(run, out var last);
        if (last.Number > 0)
        {
            var since = time.GetElapsedTime(last.CalledAt);
            if (since < last.Wait)
            {
                return 0;
            }

            if (since > (last.Wait * 2) + OutOfSight)
            {
                last = default;
            }
        }

        DropOld();
        var wait = last.Number == 0 ? first : last.Wait * 2 < Longest ? last.Wait * 2 : Longest;
        _calls[run] = (last.Number + 1, time.GetTimestamp(), wait);
        return last.Number + 1;
    }

    private void DropOld()
    {
        if (_calls.Count >= MostKept)
        {
            foreach (var run in _calls.Where(call => time.GetElapsedTime(call.Value.CalledAt) > Longest * 3).Select(call => call.Key).ToList())
            {
                _calls.Remove(run);
            }
        }
    }
}
