using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Sources;

/// <summary>Told by a source how it is to be fetched by itself, when that may have changed.</summary>
public interface ISchedules
{
    /// <summary>Takes a source up, changes it, or lets it go. Doing it twice is harmless; an exception makes the caller's call fail, to be repeated.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="schedule">Null for a source that is not to be fetched by itself: without a schedule, paused or forgotten.</param>
    /// <param name="notBefore">Turns before this are put off until it, because the server said so. Null when nothing holds it back.</param>
    Task Set(string source, ScheduleDefinition? schedule, DateTimeOffset? notBefore);
}

/// <summary>Where nothing is fetched by itself.</summary>
public sealed class NoSchedules : ISchedules
{
    public Task Set(string source, ScheduleDefinition? schedule, DateTimeOffset? notBefore) => Task.CompletedTask;
}
