using Gleaner.Pipeline;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Pipeline.Telemetry;
using Gleaner.Tests.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gleaner.Tests.Sources;

public sealed class SiloLoadTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly PipelineMetrics _metrics = new();
    private readonly Database _database = new(StoreAddress.Parse("memory"));
    private readonly SiloLimits _limits = new() { MaxFetches = 2, MaxWaitingFetches = 2, MaxQueuedWrites = 1 };
    private readonly StoreRoom _room;
    private readonly StoreCondition _condition;
    private readonly SiloLoad _load;

    public SiloLoadTests()
    {
        _room = new StoreRoom(_limits, _metrics);
        _condition = new StoreCondition(_database, _time, _metrics, NullLogger<StoreCondition>.Instance);
        _load = new SiloLoad(_limits, _room, _condition, _metrics, _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _load.Dispose();
        _condition.Dispose();
        _database.Dispose();
        _metrics.Dispose();
    }

    private Task<bool> Enter(CancellationToken? cancellation = null) => _load.Enter(Patience, cancellation ?? Cancellation).AsTask();

    private async Task Fill()
    {
        Assert.True(await Enter());
        Assert.True(await Enter());
    }

    [Fact]
    public async Task Enter_AllPlacesTaken_WaitsForTheFirstThatIsFree()
    {
        await Fill();
        var (first, second) = (Enter(), Enter());
        Assert.Equal((2, 2), (_load.UnderWay, _load.Waiting));
        _load.Leave();
        Assert.True(await first);
        Assert.False(second.IsCompleted);
        _load.Leave();
        Assert.True(await second);
    }

    [Fact]
    public async Task Enter_LineFull_IsRefusedAtOnce()
    {
        await Fill();
        _ = (Enter(), Enter());
        Assert.False(await Enter());
        Assert.Equal("The silo had no room for this fetch in time: 2 may be under way at once and 2 wait for them.", _load.Refusal);
    }

    [Fact]
    public async Task Enter_NoPlaceWithinItsPatience_IsRefusedAndLeavesTheLine()
    {
        await Fill();
        var late = Enter();
        _time.Advance(Patience);
        Assert.False(await late);
        Assert.Equal(0, _load.Waiting);
    }

    [Fact]
    public async Task Enter_WhileTheStoresRoomIsFull_WaitsAndIsNeverRefused()
    {
        Assert.True(_room.TryTake(1));
        var waiting = Enumerable.Range(0, 5).Select(_ => Enter()).ToList();
        _time.Advance(Patience * 3);
        Assert.DoesNotContain(waiting, wait => wait.IsCompleted);
        _room.Give(1, 1);
        Assert.True(await waiting[0]);
        Assert.True(await waiting[1]);
        Assert.Equal(3, _load.Waiting);
    }

    [Fact]
    public async Task Enter_WhileTheStoreMakesNoProgress_LosesNoPatience()
    {
        await Fill();
        var waiting = Enter();
        _condition.Begin();
        _time.Advance(Patience * 2);
        Assert.NotNull(_condition.Trouble);
        Assert.False(waiting.IsCompleted);
        _condition.Succeeded();
        _condition.End();
        _load.Leave();
        Assert.True(await waiting);
    }

    [Fact]
    public async Task Enter_Cancelled_LeavesTheLine()
    {
        await Fill();
        using var cancelling = new CancellationTokenSource();
        var gone = Enter(cancelling.Token);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.Equal((2, 0), (_load.UnderWay, _load.Waiting));
    }

    [Fact]
    public async Task Lend_ByOneThatWaitsForItsHost_LetsAnotherIn()
    {
        await Fill();
        var next = Enter();
        _load.Lend(true);
        Assert.True(await next);
        _load.Lend(false);
        // One too many for a while: nobody else comes in until it is down again.
        Assert.Equal(3, _load.UnderWay);
        _load.Leave();
        Assert.False(Enter().IsCompleted);
    }

    [Fact]
    public async Task Drain_WithFetchesInLine_SendsThemAway()
    {
        await Fill();
        var waiting = Enter();
        _load.Drain();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Enter());
        Assert.Equal(2, _load.UnderWay);
    }
}
