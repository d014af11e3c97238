using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>The sources of a bucket in the order of their next turns.</summary>
internal sealed class Roster
{
    // Sources that were held back for their own reasons meet again on this step, so that one run serves many of them.
    private static readonly TimeSpan HoldStep = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, RosterEntry> _byName = new(StringComparer.Ordinal);
    private readonly SortedSet<RosterEntry> _byTime = new(Comparer<RosterEntry>.Create(Compare));

    public int Count => _byName.Count;

    public DateTimeOffset? NextAt => _byTime.Min?.NextAt;

    public IReadOnlyCollection<string> Names => _byName.Keys;

    public bool Has(string source, ScheduleDefinition schedule) => _byName.TryGetValue(source, out var entry) && entry.Schedule == schedule;

    /// <summary>Takes a source in, or changes it; one whose schedule stays the same keeps its turn.</summary>
    /// <param name="since">A new schedule's turns count from here.</param>
    /// <returns>False when the schedule cannot be read; the source is not in the roster then.</returns>
    public bool Set(string source, ScheduleDefinition schedule, DateTimeOffset? notBefore, DateTimeOffset since)
    {
        if (!Has(source, schedule))
        {
            var run = _byName.GetValueOrDefault(source);
            Remove(source);
            if (ScheduleTurns.For(schedule, source) is not { } turns)
            {
                return false;
            }

            Add(new RosterEntry(source, schedule, turns) { Turn = turns.NextAfter(since), Run = run?.Run, Page = run?.Page ?? 0 });
        }

        Move(_byName[source], entry => entry.NotBefore = notBefore is { } time ? OnStep(time) : null);
        return true;
    }

    /// <summary>Takes a source in as it was when everything until an instant had been done.</summary>
    public bool Restore(ScheduledSource source, DateTimeOffset doneUntil)
    {
        if (!Set(source.Name, source.Schedule, source.NotBefore, doneUntil))
        {
            return false;
        }

        // The turn that is put off may lie before that instant.
        if (source.NotBefore > doneUntil)
        {
            Move(_byName[source.Name], entry => entry.Turn = entry.NotBefore);
        }

        return true;
    }

    public void Remove(string source)
    {
        if (_byName.Remove(source, out var entry))
        {
            _byTime.Remove(entry);
        }
    }

    /// <summary>Everything due by now, each source once however many turns it has missed, with the time it has been due since.</summary>
    public List<(RosterEntry Entry, DateTimeOffset Since)> TakeDue(DateTimeOffset now)
    {
        var due = new List<(RosterEntry, DateTimeOffset)>();
        while (_byTime.Min is { } first && first.NextAt <= now)
        {
            due.Add((first, first.NextAt!.Value));
            Move(first, entry => (entry.Turn, entry.NotBefore) = (entry.Turns.NextAfter(now), null));
        }

        return due;
    }

    /// <summary>Gives a source that was taken its turn back, for later.</summary>
    public void PutOff(RosterEntry entry, DateTimeOffset until)
    {
        if (ReferenceEquals(_byName.GetValueOrDefault(entry.Name), entry))
        {
            Move(entry, e => (e.Turn, e.NotBefore) = (until, null));
        }
    }

    private static DateTimeOffset OnStep(DateTimeOffset time) =>
        time.UtcTicks % HoldStep.Ticks is var past && past == 0 ? time : new DateTimeOffset(time.UtcTicks - past + HoldStep.Ticks, TimeSpan.Zero);

    private static int Compare(RosterEntry? a, RosterEntry? b) =>
        a!.NextAt!.Value.CompareTo(b!.NextAt!.Value) is var order and not 0 ? order : string.CompareOrdinal(a.Name, b.Name);

    private void Add(RosterEntry entry)
    {
        _byName.Add(entry.Name, entry);
        Move(entry, _ => { });
    }

    // The set is ordered by what changes here.
    private void Move(RosterEntry entry, Action<RosterEntry> change)
    {
        if (entry.NextAt is not null)
        {
            _byTime.Remove(entry);
        }

        change(entry);
        if (entry.NextAt is not null)
        {
            _byTime.Add(entry);
        }
    }
}
