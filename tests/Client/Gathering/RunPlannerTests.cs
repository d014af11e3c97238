using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Client.Gathering;

public sealed class RunPlannerTests
{
    private ScriptedGather _gather = new();

    [Fact]
    public async Task Start_Pages_AreAddedBetweenBeginAndStart()
    {
        Assert.True(await Plan(300));
        Assert.Equal(["add 0: 256", "add 1: 44"], _gather.Calls[1..^1].Order(StringComparer.Ordinal));
        Assert.Equal(("begin", "start 2"), (_gather.Calls[0], _gather.Calls[^1]));
    }

    [Fact]
    public async Task Start_PagesThatWait_ASetNumberIsOnTheWay()
    {
        var gate = new TaskCompletionSource();
        _gather = new ScriptedGather { Gate = gate.Task };
        var plan = Plan((GatherLimits.PagesAtOnce + 3) * GatherLimits.ShardSize);
        await Eventually.Holds(() => Task.FromResult(Calls() == 1 + GatherLimits.PagesAtOnce));
        Assert.False(plan.IsCompleted);
        gate.SetResult();
        Assert.True(await plan);
        Assert.Equal(GatherLimits.PagesAtOnce + 3 + 2, Calls());
        Assert.Equal($"start {GatherLimits.PagesAtOnce + 3}", _gather.Calls[^1]);

        int Calls()
        {
            lock (_gather.Calls)
            {
                return _gather.Calls.Count;
            }
        }
    }

    [Fact]
    public async Task Start_APageIsRefused_TheRunIsCancelled()
    {
        _gather.Faults.Enqueue(null);
        _gather.Faults.Enqueue(new OverloadedException("full"));
        await Assert.ThrowsAsync<OverloadedException>(() => Plan(1));
        Assert.Equal(["begin", "add 0: 1", "cancel"], _gather.Calls);
    }

    [Fact]
    public async Task Start_ThePlanIsRefused_TheRunIsCancelled()
    {
        _gather.Faults.Enqueue(null);
        _gather.Faults.Enqueue(null);
        _gather.Faults.Enqueue(new OverloadedException("full"));
        await Assert.ThrowsAsync<OverloadedException>(() => Plan(1));
        Assert.Equal(["begin", "add 0: 1", "start 1", "cancel"], _gather.Calls);
    }

    [Fact]
    public async Task Start_TheRunIsRefused_ThereIsNothingToCancel()
    {
        _gather.Faults.Enqueue(new OverloadedException("full"));
        await Assert.ThrowsAsync<OverloadedException>(() => Plan(1));
        Assert.Equal(["begin"], _gather.Calls);
    }

    [Fact]
    public async Task Start_EmptyPlan_WritesNothing()
    {
        Assert.False(await Plan(0));
        Assert.Empty(_gather.Calls);
    }

    [Fact]
    public async Task Start_CallFails_IsMadeAgain()
    {
        _gather.Faults.Enqueue(new StoreException("away"));
        _gather.Faults.Enqueue(new TimeoutException("late"));
        Assert.True(await Plan(1));
        Assert.Equal(["begin", "begin", "begin", "add 0: 1", "start 1"], _gather.Calls);
    }

    private Task<bool> Plan(int urls) => new RunPlanner(_gather, new GrainCalls(TimeProvider.System, _ => { }), new GatherProgress(TimeProvider.System))
        .Start(new GatherOptions(), new GivenPlan([], Enumerable.Range(0, urls).Select(i => $"http://a/{i}")), TestContext.Current.CancellationToken);
}
