using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Fetching;

internal sealed partial class Exchange
{
    /// <summary>Types and places, no texts: what the framework says about a bad value may repeat it.</summary>
    [LoggerMessage(2001, LogLevel.Error, "An exchange with {Host} failed in a way that Gleaner does not know: {Fault}\n{Stack}")]
    private static partial void LogUnexpectedFault(ILogger log, string host, string fault, string? stack);
}
