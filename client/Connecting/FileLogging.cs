using Gleaner.Client.Output;
using Microsoft.Extensions.Logging;

namespace Gleaner.Client.Connecting;

/// <summary>Sends the warnings of the silo in this process to the log file: the terminal belongs to the command.</summary>
internal sealed class FileLogging(ErrorLog log) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new FileLogger(log, categoryName);

    public void Dispose()
    {
    }

    private sealed class FileLogger(ErrorLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.TryAppend($"{logLevel} {category}[{eventId.Id}] {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}");
            }
        }
    }
}
