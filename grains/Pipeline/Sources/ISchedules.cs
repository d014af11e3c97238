using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Sources;

/// <summary>Told by a source when its schedule may have changed.</summary>
public interface ISchedules
{
    /// <summary>Takes a source up, changes it, or lets it go. Doing it twice is harmless; an exception makes the caller's call fail, to be repeated.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="schedule">Null for a source without one, or one that was forgotten.</param>
    /// <param name="paused">True when it is not to be fetched by itself.</param>
    Task Set(string source, ScheduleDefinition? schedule, bool paused);
}

/// <summary>Where nothing is fetched by itself.</summary>
public sealed class NoSchedules : ISchedules
{
    public Task Set(string source, ScheduleDefinition? schedule, bool paused) => Task.CompletedTask;
}
