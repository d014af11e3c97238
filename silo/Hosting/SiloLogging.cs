using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Gleaner.Silo.Hosting;

/// <summary>How a silo process writes its log: one line for each event on standard output.</summary>
internal static class SiloLogging
{
    public static void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(o =>
        {
            o.SingleLine = true;
            o.UseUtcTimestamp = true;
            o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            o.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.SetMinimumLevel(LogLevel.Information).AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Polly", LogLevel.Warning); // Orleans' placement tells of every activation there.
    }
}
