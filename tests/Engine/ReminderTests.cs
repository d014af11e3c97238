namespace Gleaner.Tests.Engine;

[Alias("test.IReminderGrain")]
public interface IReminderGrain : IGrainWithStringKey
{
    Task Register(string name, TimeSpan dueTime, TimeSpan period);

    Task<bool> Exists(string name);

    Task Unregister(string name);

    Task<TickStatus[]> Ticks();
}

[GrainType("test.reminders")]
public sealed class ReminderGrain : Grain, IReminderGrain, IRemindable
{
    private readonly List<TickStatus> _ticks = [];

    public Task Register(string name, TimeSpan dueTime, TimeSpan period) => this.RegisterOrUpdateReminder(name, dueTime, period);

    public async Task<bool> Exists(string name) => await this.GetReminder(name) is { } reminder && reminder.ReminderName == name;

    public async Task Unregister(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public Task<TickStatus[]> Ticks() => Task.FromResult(_ticks.ToArray());

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _ticks.Add(status);
        return Task.CompletedTask;
    }
}

[Alias("test.INoReminderGrain")]
public interface INoReminderGrain : IGrainWithStringKey
{
    Task Register();
}

[GrainType("test.noreminders")]
public sealed class NoReminderGrain : Grain, INoReminderGrain
{
    public Task Register() => this.RegisterOrUpdateReminder("x", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
}

public sealed class ReminderTests(SharedCluster cluster) : IClassFixture<SharedCluster>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reminder_Registered_TicksUntilUnregistered()
    {
        var grain = cluster.Client.GetGrain<IReminderGrain>(SharedCluster.Key());
        await grain.Register("tick", TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400));
        Assert.True(await grain.Exists("tick"));
        Assert.False(await grain.Exists("other"));
        TickStatus[] ticks;
        while ((ticks = await grain.Ticks()).Length < 3)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }

        Assert.All(ticks, tick => Assert.Equal(TimeSpan.FromMilliseconds(400), tick.Period));
        Assert.True(ticks[2].CurrentTickTime > ticks[1].CurrentTickTime);
        await grain.Unregister("tick");
        Assert.False(await grain.Exists("tick"));
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Cancellation);
        var count = (await grain.Ticks()).Length;
        await Task.Delay(TimeSpan.FromMilliseconds(900), TimeProvider.System, Cancellation);
        Assert.Equal(count, (await grain.Ticks()).Length);
    }

    [Fact]
    public async Task Register_WithAPeriodBelowTheMinimum_IsRefused()
        => await Assert.ThrowsAsync<ArgumentException>(() => cluster.Client.GetGrain<IReminderGrain>(SharedCluster.Key()).Register("short", TimeSpan.Zero, TimeSpan.FromMilliseconds(10)));

    [Fact]
    public async Task Register_InAGrainThatIsNotRemindable_IsRefused()
        => await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Client.GetGrain<INoReminderGrain>(SharedCluster.Key()).Register());
}
