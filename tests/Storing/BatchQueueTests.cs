using Gleaner.Pipeline.Storing;

namespace Gleaner.Tests.Storing;

public sealed class BatchQueueTests : IDisposable
{
    private readonly List<List<int>> _batches = [];
    private readonly SemaphoreSlim _go = new(0);
    private readonly SemaphoreSlim _began = new(0);

    public void Dispose()
    {
        _go.Dispose();
        _began.Dispose();
    }

    private BatchQueue<int> Queue(int lanes, int maxItems, long maxBytes, Func<int, object?>? keyOf = null) => new(lanes, maxItems, maxBytes, x => x, keyOf ?? (_ => null), async batch =>
    {
        lock (_batches)
        {
            _batches.Add(batch);
        }

        _began.Release();
        await _go.WaitAsync();
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_WhileABatchIsUnderWay_MakesTheNextBatch()
    {
        var queue = Queue(1, 100, 1_000);
        queue.Add(1);
        await _began.WaitAsync(Cancellation);
        Enumerable.Range(2, 5).ToList().ForEach(queue.Add);
        Assert.Equal(5, queue.Waiting);
        _go.Release();
        await _began.WaitAsync(Cancellation);
        Assert.Equal([[1], [2, 3, 4, 5, 6]], _batches);
        _go.Release();
    }

    [Fact]
    public async Task Add_PastABound_WaitsForALaterBatch()
    {
        var queue = Queue(1, 3, 50);
        queue.Add(0);
        await _began.WaitAsync(Cancellation);
        foreach (var item in new[] { 1, 2, 3, 4, 100, 5 })
        {
            queue.Add(item);
        }

        _go.Release(10);
        for (var i = 0; i < 3; i++)
        {
            await _began.WaitAsync(Cancellation);
        }

        Assert.Equal([[0], [1, 2, 3], [4, 100], [5]], _batches);
    }

    [Fact]
    public async Task Add_TwoOfOneKey_NeverShareABatch()
    {
        var queue = Queue(1, 10, 1_000, item => item % 2 == 0 ? "even" : null);
        queue.Add(1);
        await _began.WaitAsync(Cancellation);
        foreach (var item in new[] { 2, 3, 4, 5, 6 })
        {
            queue.Add(item);
        }

        _go.Release(10);
        for (var i = 0; i < 3; i++)
        {
            await _began.WaitAsync(Cancellation);
        }

        Assert.Equal([[1], [2, 3, 5], [4], [6]], _batches);
    }

    [Fact]
    public async Task Add_WithTwoLanes_RunsTwoBatchesAtOnce()
    {
        var queue = Queue(2, 10, 1_000);
        queue.Add(1);
        await _began.WaitAsync(Cancellation);
        queue.Add(2);
        await _began.WaitAsync(Cancellation);
        Assert.Equal(0, queue.Waiting);
        _go.Release(2);
    }
}
