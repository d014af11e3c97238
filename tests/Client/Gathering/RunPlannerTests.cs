using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Tests.Client.Gathering;

public sealed class RunPlannerTests
{
    private readonly ScriptedGather _gather = new();

    [Fact]
    public async Task Start_Pages_AreAddedInOrderAndThenStarted()
    {
        Assert.True(await Plan(300));
        Assert.Equal(["begin", "add 0: 256", "add 1: 44", "start 2"], _gather.Calls);
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
