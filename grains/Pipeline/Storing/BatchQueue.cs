namespace Gleaner.Pipeline.Storing;

/// <summary>
/// Makes batches without a timer: an item that finds a free lane goes at once, alone; what arrives while all lanes are busy
/// is the next batch.
/// </summary>
/// <param name="lanes">Batches under way at once.</param>
/// <param name="maxItems">Most items in a batch.</param>
/// <param name="maxBytes">A batch is closed once it holds this much; one item may be larger.</param>
/// <param name="sizeOf">Bytes of an item.</param>
/// <param name="keyOf">Two items of one key never share a batch: the later waits. Null for an item without a key.</param>
/// <param name="process">Handles one batch to its end; it completes every item and does not throw.</param>
internal sealed class BatchQueue<T>(
    int lanes, int maxItems, long maxBytes, Func<T, long> sizeOf, Func<T, object?> keyOf, Func<List<T>, Task> process)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<T> _pending = new();
    private int _running;

    /// <summary>Items that wait for a batch.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count;
            }
        }
    }

    public void Add(T item)
    {
        lock (_gate)
        {
            _pending.AddLast(item);
            if (_running == lanes)
            {
                return;
            }

            _running++;
        }

        QueueLane();
    }

    // Off the caller's scheduler, since a lane serves many grains and belongs to none; and behind the work that waits for a
    // thread already, because that work is about to bring more items: the busier the process, the fuller the batches.
    private void QueueLane() => ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.RunLane(), this, preferLocal: false);

    private async Task RunLane()
    {
        if (Take() is { Count: > 0 } batch)
        {
            await process(batch);
            QueueLane();
        }
    }

    private List<T> Take()
    {
        var batch = new List<T>();
        var keys = new HashSet<object>();
        long bytes = 0;
        lock (_gate)
        {
            for (var node = _pending.First; node is not null && batch.Count < maxItems && (bytes < maxBytes || batch.Count == 0);)
            {
                var next = node.Next;
                if (keyOf(node.Value) is not { } key || keys.Add(key))
                {
                    bytes += sizeOf(node.Value);
                    batch.Add(node.Value);
                    _pending.Remove(node);
                }

                node = next;
            }

            if (batch.Count == 0)
            {
                _running--;
            }
        }

        return batch;
    }
}
