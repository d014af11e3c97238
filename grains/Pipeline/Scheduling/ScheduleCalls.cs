using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Sources;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>Brings what a source says to the bucket that keeps its schedule.</summary>
internal sealed class ScheduleCalls(IGrainFactory grains) : ISchedules
{
    public Task Set(string source, ScheduleDefinition? schedule, DateTimeOffset? notBefore) => grains.GetSchedule(source).Set(source, schedule, notBefore);
}
