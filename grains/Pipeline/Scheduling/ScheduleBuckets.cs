using Gleaner.Contracts;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>Which grain keeps a source's schedule.</summary>
public static class ScheduleBuckets
{
    /// <summary>Fixed for good: another number would move sources away from where their turns are written down. It divides the steps of an interval, so that a step lies in one bucket.</summary>
    public const int Count = 12;

    public static int Of(string source) => SourcePlace.Of(source).Among(Count);

    /// <summary>The grain that keeps the schedule of a source.</summary>
    public static IScheduleGrain GetSchedule(this IGrainFactory grains, string source) => grains.GetSchedule(Of(source));

    internal static IScheduleGrain GetSchedule(this IGrainFactory grains, int bucket) => grains.GetGrain<IScheduleGrain>(GrainKeys.Schedule(bucket));
}
