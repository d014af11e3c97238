namespace Orleans.Runtime;

/// <summary>An activation's requests: those that wait, in order, and how many run. Guarded by the activation's lock.</summary>
internal struct Requests
{
    private LinkedList<Request>? _waiting;
    private int _running;
    private int _runningReaders;
    private int _runningExclusive;

    public readonly bool IsIdle => _running == 0 && _waiting is not { Count: > 0 };

    public readonly bool IsRunning => _running > 0;

    public readonly int Waiting => _waiting?.Count ?? 0;

    public void Enqueue(Request request) => (_waiting ??= new()).AddLast(request);

    /// <summary>Takes the first request that may start now, given what runs; the ones it overtakes keep their places.</summary>
    public Request? TryBegin(bool reentrant)
    {
        for (LinkedListNode<Request>? node = _waiting?.First; node is not null; node = node.Next)
        {
            if (MayBegin(node.Value, reentrant))
            {
                _waiting!.Remove(node);
                if (_waiting.Count == 0)
                {
                    _waiting = null;
                }

                Count(node.Value, reentrant, 1);
                return node.Value;
            }
        }

        return null;
    }

    public void End(Request request, bool reentrant) => Count(request, reentrant, -1);

    public List<Request> TakeAll()
    {
        List<Request> all = [.. _waiting ?? []];
        _waiting = null;
        return all;
    }

    private readonly bool MayBegin(Request request, bool reentrant)
        => _running == 0 || reentrant || request.AlwaysInterleaves || _runningExclusive == 0 && (_runningReaders == 0 || request.IsReadOnly);

    private void Count(Request request, bool reentrant, int by)
    {
        _running += by;
        if (reentrant || request.AlwaysInterleaves)
        {
            return;
        }

        if (request.IsReadOnly)
        {
            _runningReaders += by;
        }
        else
        {
            _runningExclusive += by;
        }
    }
}
