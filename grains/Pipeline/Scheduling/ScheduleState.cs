using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>
/// What a bucket must know to go on after its silo died, written once for each turn. The sources and their schedules are not in it:
/// their own states have them, and the turns follow from the clock.
/// </summary>
public sealed class ScheduleState : VersionedState
{
    /// <summary>Unique among all grains, because the row is keyed by it.</summary>
    public const string StateName = "schedule";

    /// <summary>Every turn until then has been taken; null when there never was a source.</summary>
    public DateTimeOffset? DoneUntil { get; set; }

    /// <summary>The run that took the turns just before <see cref="DoneUntil"/>. It is written down before it is begun.</summary>
    public ScheduledTurn? Turn { get; set; }
}

/// <summary>A run of all sources that were due in a span of time.</summary>
public sealed class ScheduledTurn
{
    public string Run { get; set; } = "";

    /// <summary>The turns after this and until <see cref="ScheduleState.DoneUntil"/> are its own.</summary>
    public DateTimeOffset After { get; set; }

    /// <summary>The first source of each page: who plans the rest of the run after a crash puts each source on the page it was meant for.</summary>
    public List<string> Pages { get; set; } = [];
}
