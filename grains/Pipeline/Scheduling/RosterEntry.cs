using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>One source of a bucket.</summary>
internal sealed class RosterEntry(string name, ScheduleDefinition schedule, ScheduleTurns turns)
{
    public string Name { get; } = name;

    public ScheduleDefinition Schedule { get; } = schedule;

    public ScheduleTurns Turns { get; } = turns;

    /// <summary>The schedule's next turn that has not been taken; null when there is none.</summary>
    public DateTimeOffset? Turn { get; set; }

    /// <summary>Puts a turn before it off until then.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>The run that took its last turn, as far as this activation knows.</summary>
    public OpenRun? Run { get; set; }

    /// <summary>Its page in the plan of that run.</summary>
    public int Page { get; set; }

    /// <summary>When its turn is taken.</summary>
    public DateTimeOffset? NextAt => Turn is { } turn && NotBefore is { } notBefore && notBefore > turn ? notBefore : Turn;
}
