using System.Collections.Concurrent;
using Orleans.Runtime.Messaging;

namespace Orleans.Runtime;

/// <summary>The calls sent by this process that have no answer yet. Whoever takes one out of it answers it: so each is answered once.</summary>
internal sealed class CallTable
{
    private readonly ConcurrentDictionary<long, GrainCall> _calls = new();
    private long _lastId;

    public IEnumerable<GrainCall> All => _calls.Select(pair => pair.Value);

    public void Add(GrainCall call)
    {
        call.Id = Interlocked.Increment(ref _lastId);
        _calls[call.Id] = call;
    }

    public GrainCall? Find(long id) => _calls.GetValueOrDefault(id);

    public bool TryRemove(GrainCall call)
    {
        if (call.Id == 0 || !_calls.TryRemove(new(call.Id, call)))
        {
            return false;
        }

        call.CallerCancellation.Dispose();
        return true;
    }

    /// <summary>The calls that went out over a connection and wait for their answer there.</summary>
    public List<GrainCall> SentOver(Connection connection) => [.. All.Where(call => call.SentOver == connection)];

    public bool AnyRelayed => All.Any(call => call.Origin is not null);

    /// <summary>Fails the calls whose time is over.</summary>
    public void Expire(TimeSpan defaultTimeout, bool cancelTarget)
    {
        foreach ((_, GrainCall call) in _calls)
        {
            if (call.IsExpired && TryRemove(call))
            {
                TimeSpan timeout = call.Method.ResponseTimeout ?? defaultTimeout;
                call.Pending?.Fail(new TimeoutException($"Response did not arrive on time in {timeout} for the call of {call}."));
                if (cancelTarget)
                {
                    call.CancelTarget();
                }
            }
        }
    }
}
