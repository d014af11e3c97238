using Gleaner.Contracts.Sources;
using Orleans.Concurrency;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>
/// Starts a run whenever sources of its bucket have their turn. Key: <see cref="Contracts.GrainKeys.Schedule"/>, found with <see cref="ScheduleBuckets.GetSchedule(IGrainFactory, string)"/>.
/// </summary>
[Alias("gleaner.IScheduleGrain")]
public interface IScheduleGrain : IGrainWithStringKey
{
    /// <summary>
    /// Says how a source is to be fetched from now on. The source calls it after it has committed what changed: a definition with another schedule,
    /// a pause, a fetch whose server asked for more patience than the schedule has. Saying it twice is harmless. What gets lost is found in the
    /// sources' own states, within an hour and at every activation.
    /// </summary>
    /// <param name="source">The source's name.</param>
    /// <param name="schedule">Null takes the source out: it has no schedule, is paused, or was forgotten.</param>
    /// <param name="notBefore">Turns before this are put off until it: the server's freshness or Retry-After. Null when nothing holds it back.</param>
    [Alias("Set"), AlwaysInterleave]
    Task Set(string source, ScheduleDefinition? schedule, DateTimeOffset? notBefore);

    /// <summary>Sees to it that the bucket is active somewhere.</summary>
    [Alias("Wake"), AlwaysInterleave]
    Task Wake();

    /// <summary>How the bucket stands.</summary>
    [Alias("Report"), AlwaysInterleave]
    Task<ScheduleReport> Report();
}

/// <summary>How a bucket of schedules stands; the counts are those of this activation.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.ScheduleReport")]
public sealed record ScheduleReport
{
    /// <summary>Sources with a schedule. 0 also until they have been read.</summary>
    [Id(0)] public required int Sources { get; init; }

    /// <summary>The next turn of any of them.</summary>
    [Id(1)] public DateTimeOffset? Next { get; init; }

    /// <summary>The run started last.</summary>
    [Id(2)] public string? LastRun { get; init; }

    /// <summary>Runs not known to have ended.</summary>
    [Id(3)] public required int OpenRuns { get; init; }

    /// <summary>Turns left out because the source's fetch before was still under way.</summary>
    [Id(4)] public required int Skipped { get; init; }

    /// <summary>Missed turns that the schedule does not want made up for.</summary>
    [Id(5)] public required int NotCaughtUp { get; init; }
}
