using Gleaner.Pipeline;
using Gleaner.Pipeline.Storing;
using Gleaner.Pipeline.Telemetry;

namespace Gleaner.Tests.Storing;

public sealed class StoreRoomTests : IDisposable
{
    private readonly PipelineMetrics _metrics = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _metrics.Dispose();

    private StoreRoom Room(int writes, long bytes) => new(new SiloLimits { MaxQueuedWrites = writes, MaxQueuedBytes = bytes }, _metrics);

    [Fact]
    public void TryTake_PastTheNumber_IsRefused()
    {
        var room = Room(2, 1_000);
        Assert.True(room.TryTake(1));
        Assert.True(room.TryTake(1));
        Assert.False(room.TryTake(1));
        Assert.Equal((2, 2L, false), (room.Writes, room.Bytes, room.IsOpen));
    }

    [Fact]
    public void TryTake_PastTheBytes_IsRefusedUntilTheyAreGiven()
    {
        var room = Room(10, 100);
        Assert.True(room.TryTake(60));
        Assert.False(room.TryTake(41));
        Assert.True(room.TryTake(40));
        room.Give(1, 60);
        Assert.True(room.TryTake(41));
    }

    [Fact]
    public void TryTake_LargerThanTheRoom_GoesAlone()
    {
        var room = Room(10, 100);
        Assert.True(room.TryTake(5_000));
        Assert.False(room.TryTake(1));
        room.Give(1, 5_000);
        Assert.True(room.IsOpen);
    }

    [Fact]
    public async Task Take_OfSeveral_ServesThemInTheirOrderAndPastNobody()
    {
        var room = Room(10, 100);
        Assert.True(room.TryTake(90));
        var large = room.Take(80, Cancellation);
        var small = room.Take(1, Cancellation);
        Assert.False(large.IsCompleted || small.IsCompleted);
        // The small one would fit, but the large one was first.
        Assert.False(room.TryTake(1));
        room.Give(1, 90);
        await Task.WhenAll(large, small);
        Assert.Equal((2, 81L), (room.Writes, room.Bytes));
    }

    [Fact]
    public async Task Take_Cancelled_LeavesTheLineToTheNext()
    {
        var room = Room(1, 100);
        Assert.True(room.TryTake(1));
        using var cancelling = new CancellationTokenSource();
        var gone = room.Take(1, cancelling.Token);
        var next = room.Take(1, Cancellation);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        room.Give(1, 1);
        await next;
        Assert.Equal((1, 1L), (room.Writes, room.Bytes));
    }

    [Fact]
    public void Give_OfAFullRoom_SaysOnceThatItIsOpen()
    {
        var room = Room(2, 1_000);
        var opened = 0;
        room.Opened += () => opened++;
        Assert.True(room.TryTake(1) && room.TryTake(1));
        room.Give(1, 1);
        room.Give(1, 1);
        Assert.Equal(1, opened);
    }
}
