using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The calls made by this process that have no answer yet. Whoever takes one out of it answers it: so each is answered once.</summary>
internal sealed class CallTable
{
    private readonly ConcurrentDictionary<long, GrainCall> _calls = new();
    private long _lastId;

    public int Count => _calls.Count;

    public ICollection<GrainCall> All => _calls.Values;

    public void Add(GrainCall call)
    {
        call.Id = Interlocked.Increment(ref _lastId);
        _calls[call.Id] = call;
    }

    public bool TryRemove(GrainCall call)
    {
        if (!_calls.TryRemove(call.Id, out _))
        {
            return false;
        }

        call.CallerCancellation.Dispose();
        return true;
    }

    public GrainCall? Find(long id) => _calls.GetValueOrDefault(id);

    /// <summary>Fails the calls whose time is over.</summary>
    public void Expire(TimeSpan defaultTimeout, bool cancelTarget)
    {
        foreach ((_, GrainCall call) in _calls)
        {
            if (call.IsExpired && TryRemove(call))
            {
                TimeSpan timeout = call.Method.ResponseTimeout ?? defaultTimeout;
                call.Pending!.Fail(new TimeoutException($"Response did not arrive on time in {timeout} for the call of {call}."));
                if (cancelTarget)
                {
                    call.CancelTarget();
                }
            }
        }
    }
}
