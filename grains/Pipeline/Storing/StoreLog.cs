using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Storing;

/// <summary>What the storage says in the log. Event ids 3000 to 3099.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(3000, LogLevel.Warning, "Waiting for the store: {Trouble}.")]
    public static partial void StoreTrouble(this ILogger logger, string trouble);

    [LoggerMessage(3001, LogLevel.Information, "The store works again after {Seconds:F1} s.")]
    public static partial void StoreTroubleOver(this ILogger logger, double seconds);

    [LoggerMessage(3002, LogLevel.Information, "Brought the store's schema from version {From} to {To}.")]
    public static partial void SchemaApplied(this ILogger logger, int from, int to);

    [LoggerMessage(3005, LogLevel.Error, "{Loss}; what needs it waits.")]
    public static partial void TableLost(this ILogger logger, string loss);

    [LoggerMessage(3004, LogLevel.Error, "The store had lost tables, which are made again, empty: {Tables}.")]
    public static partial void TablesMadeAgain(this ILogger logger, string tables);

    [LoggerMessage(3003, LogLevel.Error, "A batch of {Count} writes was refused and is tried in halves: {Fault}")]
    public static partial void BatchRefused(this ILogger logger, int count, string fault);
}
