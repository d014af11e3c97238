namespace Gleaner.Tests.Engine;

[Alias("test.ITimerGrain")]
public interface ITimerGrain : IGrainWithStringKey
{
    Task Start(TimeSpan dueTime, TimeSpan period, bool interleave);

    Task Change(TimeSpan dueTime, TimeSpan period);

    Task Stop();

    /// <summary>Ticks so far, and how many of them came between the turns of a call.</summary>
    Task<(int Ticks, int DuringCalls)> Work(int milliseconds);
}

[GrainType("test.timers")]
public sealed class TimerGrain : Grain, ITimerGrain
{
    private IGrainTimer? _timer;
    private int _ticks;
    private int _duringCalls;
    private bool _working;

    public Task Start(TimeSpan dueTime, TimeSpan period, bool interleave)
    {
        _timer = this.RegisterGrainTimer(Tick, "state", new GrainTimerCreationOptions(dueTime, period) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task<(int Ticks, int DuringCalls)> Work(int milliseconds)
    {
        _working = true;
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
        _working = false;
        return (_ticks, _duringCalls);
    }

    private async Task Tick(string state, CancellationToken cancellationToken)
    {
        await Task.Yield();
        _ticks++;
        _duringCalls += _working ? 1 : 0;
        if (_ticks == 2)
        {
            throw new InvalidOperationException($"A tick that throws does not end the timer: {state}.");
        }
    }
}

public sealed class TimerTests(SharedCluster cluster) : IClassFixture<SharedCluster>
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ITimerGrain Grain => cluster.Client.GetGrain<ITimerGrain>(SharedCluster.Key());

    [Fact]
    public async Task Timer_WithoutInterleave_TicksBetweenCallsOnly()
    {
        var grain = Grain;
        await grain.Start(TimeSpan.Zero, Short, interleave: false);
        await Until(grain, ticks => ticks > 4);
        Assert.Equal(0, (await grain.Work(200)).DuringCalls);
    }

    [Fact]
    public async Task Timer_WithInterleave_TicksDuringCalls()
    {
        var grain = Grain;
        await grain.Start(Short, Short, interleave: true);
        Assert.True((await grain.Work(2_000)).DuringCalls > 2);
    }

    [Fact]
    public async Task Timer_WithoutPeriod_TicksOnce()
    {
        var grain = Grain;
        await grain.Start(Short, Timeout.InfiniteTimeSpan, interleave: false);
        await Until(grain, ticks => ticks == 1);
        await Pause();
        Assert.Equal(1, (await grain.Work(1)).Ticks);
    }

    [Fact]
    public async Task Change_AfterwardsOrToNever_IsFollowed()
    {
        var grain = Grain;
        await grain.Start(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, interleave: false);
        await Pause();
        Assert.Equal(0, (await grain.Work(1)).Ticks);
        await grain.Change(TimeSpan.Zero, Short);
        await Until(grain, ticks => ticks > 2);
        await grain.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var ticks = (await grain.Work(100)).Ticks;
        await Pause();
        Assert.Equal(ticks, (await grain.Work(1)).Ticks);
    }

    [Fact]
    public async Task Dispose_OfATimer_EndsIt()
    {
        var grain = Grain;
        await grain.Start(TimeSpan.Zero, Short, interleave: false);
        await Until(grain, ticks => ticks > 0);
        await grain.Stop();
        var ticks = (await grain.Work(100)).Ticks;
        await Pause();
        Assert.Equal(ticks, (await grain.Work(1)).Ticks);
    }

    private static Task Pause() => Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancellation);

    private static async Task Until(ITimerGrain grain, Func<int, bool> enough)
    {
        while (!enough((await grain.Work(5)).Ticks))
        {
            Cancellation.ThrowIfCancellationRequested();
        }
    }
}
