using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gleaner.Tests.TestSupport;

/// <summary>A log that keeps all it is told, exceptions included.</summary>
public sealed class RecordingLog<T> : ILogger<T>
{
    private readonly ConcurrentQueue<string> _texts = [];

    public IReadOnlyCollection<string> Texts => _texts;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _texts.Enqueue($"{formatter(state, exception)} {exception}");
}
