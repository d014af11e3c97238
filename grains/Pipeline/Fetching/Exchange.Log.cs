using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Fetching;

internal sealed partial class Exchange
{
    [LoggerMessage(2001, LogLevel.Error, "An exchange with {Host} failed in a way that Gleaner does not know")]
    private static partial void LogUnexpectedFault(ILogger log, Exception error, string host);
}
