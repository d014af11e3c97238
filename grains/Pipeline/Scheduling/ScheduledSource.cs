using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>An applied source with a schedule, as its own state has it; paused ones are left out.</summary>
/// <param name="NotBefore">Its next due time, where freshness or Retry-After pushed it beyond the schedule's turn.</param>
public sealed record ScheduledSource(string Name, ScheduleDefinition Schedule, DateTimeOffset? NotBefore);
