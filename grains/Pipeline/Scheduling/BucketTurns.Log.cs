using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Scheduling;

internal sealed partial class BucketTurns
{
    [LoggerMessage(EventId = 6001, Level = LogLevel.Information, Message = "Schedule bucket {Bucket}: {Count} turns skipped, because the fetches before are under way.")]
    private static partial void LogSkipped(ILogger log, int bucket, int count);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Warning, Message = "The schedule of '{Source}' cannot be read on this machine; it has no turns.")]
    private static partial void LogUnreadable(ILogger log, string source);

    [LoggerMessage(EventId = 6003, Level = LogLevel.Information, Message = "Run {Run} of schedule bucket {Bucket} had not been started; it is now.")]
    private static partial void LogGoesOn(ILogger log, string run, int bucket);

    [LoggerMessage(EventId = 6004, Level = LogLevel.Information, Message = "Whether run {Run} goes on could not be found out: {Reason}")]
    private static partial void LogNotLookedAt(ILogger log, string run, string reason);

    [LoggerMessage(EventId = 6005, Level = LogLevel.Warning, Message = "Schedule bucket {Bucket} had its last turn at {Future}, which this clock has not reached; it goes on from now.")]
    private static partial void LogClockWentBack(ILogger log, int bucket, DateTimeOffset future);
}
