using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Coordination;

/// <summary>What a coordinator says.</summary>
public sealed partial class GatherGrain
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "Run {Run} goes on: {Done} of {Sources} sources have their outcome.")]
    private static partial void LogResumed(ILogger log, string run, int done, int sources);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "Run {Run}: shard {Shard} could not be reached, it is asked again: {Reason}")]
    private static partial void LogNotDriven(ILogger log, string run, int shard, string reason);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Warning, Message = "Run {Run} could not be ended, it is tried again: {Reason}")]
    private static partial void LogEndAgain(ILogger log, string run, string reason);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Warning, Message = "Run {Run} was taken by another coordinator: this one stops and writes nothing more.")]
    private static partial void LogTaken(ILogger log, string run);
}
