using System.Collections.Concurrent;

namespace Orleans.Runtime.Messaging;

/// <summary>The calls that came over the wire and can still be cancelled from there.</summary>
internal sealed class Arrivals
{
    private readonly ConcurrentDictionary<(Connection, long), GrainCall> _calls = new();

    public void Add(GrainCall call)
    {
        if (IsCancellable(call))
        {
            _calls[(call.Origin!, call.OriginId)] = call;
        }
    }

    public void Remove(GrainCall call)
    {
        if (IsCancellable(call))
        {
            _calls.TryRemove((call.Origin!, call.OriginId), out _);
        }
    }

    public void Cancel(Connection connection, long id)
    {
        if (_calls.TryGetValue((connection, id), out GrainCall? call))
        {
            call.CancelTarget();
        }
    }

    private static bool IsCancellable(GrainCall call) => call.Method is { CancellationTokenIndex: >= 0, OneWay: false };
}
