using Orleans.Concurrency;

namespace Gleaner.Tests.Engine;

[Alias("test.ITurnGrain")]
public interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>Works with awaits in between; the most that ran at once so far.</summary>
    Task<int> Work(int milliseconds);

    [ReadOnly]
    Task<int> Look(int milliseconds);

    [AlwaysInterleave]
    Task<int> Peek();

    Task<bool> StaysInItsTurns();

    Task<string> CallBack(ITurnGrain other, string self);

    Task<int> Fan(int calls);

    Task<int> Increment();
}

[GrainType("test.turns")]
public sealed class TurnGrain : Grain, ITurnGrain
{
    private int _running;
    private int _most;
    private int _unguarded;

    public async Task<int> Work(int milliseconds)
    {
        _most = Math.Max(_most, ++_running);
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
        await Task.Yield();
        _running--;
        return _most;
    }

    public Task<int> Look(int milliseconds) => Work(milliseconds);

    public Task<int> Peek() => Task.FromResult(_running);

    public async Task<bool> StaysInItsTurns()
    {
        var mine = TaskScheduler.Current;
        await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        var afterDelay = TaskScheduler.Current == mine;
        await Task.Run(() => { });
        return afterDelay && TaskScheduler.Current == mine && mine != TaskScheduler.Default;
    }

    public async Task<string> CallBack(ITurnGrain other, string self) => $"{await other.Fan(0)} {other.GetPrimaryKeyString()} {self}";

    /// <summary>Local tasks of one grain share its turns, so an unguarded counter is safe.</summary>
    public async Task<int> Fan(int calls)
    {
        await Task.WhenAll(Enumerable.Range(0, calls).Select(async _ =>
        {
            await Task.Yield();
            var before = _unguarded;
            await Task.CompletedTask;
            _unguarded = before + 1;
        }));
        return _unguarded;
    }

    public Task<int> Increment() => Task.FromResult(++_unguarded);
}

[Alias("test.IReentrantGrain")]
public interface IReentrantGrain : IGrainWithStringKey
{
    Task<int> Work(int milliseconds);
}

[GrainType("test.reentrant"), Reentrant]
public sealed class ReentrantGrain : Grain, IReentrantGrain
{
    private int _running;
    private int _most;

    public async Task<int> Work(int milliseconds)
    {
        _most = Math.Max(_most, ++_running);
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
        _running--;
        return _most;
    }
}

public sealed class TurnTests(SharedCluster cluster) : IClassFixture<SharedCluster>
{
    [Fact]
    public async Task Call_WhileAnotherAwaits_Waits()
    {
        var grain = cluster.Client.GetGrain<ITurnGrain>(SharedCluster.Key());
        var most = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => grain.Work(10)));
        Assert.Equal(1, most.Max());
    }

    [Fact]
    public async Task Call_OfReentrantGrain_RunsBetweenTheTurnsOfOthers()
    {
        var grain = cluster.Client.GetGrain<IReentrantGrain>(SharedCluster.Key());
        var most = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => grain.Work(200)));
        Assert.True(most.Max() > 1);
    }

    [Fact]
    public async Task Call_AlwaysInterleave_DoesNotWait()
    {
        var grain = cluster.Client.GetGrain<ITurnGrain>(SharedCluster.Key());
        var work = grain.Work(1_000);
        var running = 0;
        while (running == 0 && !work.IsCompleted)
        {
            running = await grain.Peek();
        }

        Assert.Equal(1, running);
        Assert.False(work.IsCompleted);
        await work;
    }

    [Fact]
    public async Task Call_ReadOnlyAmongReadOnly_RunsBetweenTheirTurns()
    {
        var grain = cluster.Client.GetGrain<ITurnGrain>(SharedCluster.Key());
        var most = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => grain.Look(200)));
        Assert.True(most.Max() > 1);
    }

    [Fact]
    public async Task Call_ReadOnlyWhileAWriterRuns_Waits()
    {
        var grain = cluster.Client.GetGrain<ITurnGrain>(SharedCluster.Key());
        var work = grain.Work(300);
        while (await grain.Peek() == 0)
        {
        }

        Assert.Equal(1, await grain.Look(1));
        Assert.True(work.IsCompleted);
    }

    [Fact]
    public async Task Await_InAGrain_ComesBackToItsScheduler()
        => Assert.True(await cluster.Client.GetGrain<ITurnGrain>(SharedCluster.Key()).StaysInItsTurns());

    [Fact]
    public async Task LocalTasks_OfOneGrain_NeverRunAtOnce()
        => Assert.Equal(1_000, await cluster.Client.GetGrain<ITurnGrain>(SharedCluster.Key()).Fan(1_000));

    [Fact]
    public async Task Calls_FromManyCallers_AllCount()
    {
        var grain = cluster.Client.GetGrain<ITurnGrain>(SharedCluster.Key());
        var inside = cluster.Inside.GetGrain<ITurnGrain>(grain.GetPrimaryKeyString());
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => (i % 2 == 0 ? grain : inside).Increment()));
        Assert.Equal(2_001, await grain.Increment());
    }

    [Fact]
    public async Task Call_WithAReferenceAsArgument_CanBeCalledThere()
    {
        var first = cluster.Client.GetGrain<ITurnGrain>(SharedCluster.Key());
        var second = cluster.Client.GetGrain<ITurnGrain>(SharedCluster.Key());
        Assert.Equal($"0 {second.GetPrimaryKeyString()} me", await first.CallBack(second, "me"));
    }
}
