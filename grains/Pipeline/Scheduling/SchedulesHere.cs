namespace Gleaner.Pipeline.Scheduling;

/// <summary>Whether this silo starts the runs of schedules. A console command's own silo does not: it lives for a second.</summary>
public sealed record SchedulesHere(bool Run);
