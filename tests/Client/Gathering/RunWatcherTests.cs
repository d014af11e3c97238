using Gleaner.Client.Gathering;
using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;

namespace Gleaner.Tests.Client.Gathering;

public sealed class RunWatcherTests
{
    private readonly ScriptedGather _gather = new();
    private readonly GatherProgress _progress = new(TimeProvider.System);
    private readonly List<Outcome> _shown = [];

    [Fact]
    public async Task Watch_UntilTheEnd_ShowsEveryOutcomeAndGoesOnFromTheCursor()
    {
        Answer("e1", 2, RunState.Running, (0, 0), (0, 1));
        Answer("e1", 3, RunState.Completed, (0, 2));
        Answer("e1", 3, RunState.Completed);
        var status = await Watch();
        Assert.Equal(RunState.Completed, status.State);
        Assert.Equal(["0/0", "0/1", "0/2"], _shown.Select(o => o.Source));
        Assert.Equal([WatchCursor.Start, new("e1", 2), new("e1", 3)], _gather.Cursors);
        Assert.Equal((3, 3, 0), (_progress.Read().Total, _progress.Read().Ok, _progress.Read().Failed));
    }

    [Fact]
    public async Task Watch_AnotherCoordinatorTellsAllAgain_ShowsEachOnce()
    {
        Answer("e1", 2, RunState.Running, (0, 0), (0, 1));
        Answer("e2", 3, RunState.Completed, (0, 1), (0, 0), (1, 0));
        Answer("e2", 3, RunState.Completed);
        await Watch();
        Assert.Equal(["0/0", "0/1", "1/0"], _shown.Select(o => o.Source));
    }

    [Fact]
    public async Task Watch_SiloGone_AsksAgain()
    {
        _gather.Watches.Enqueue(() => throw new SiloUnavailableException("gone"));
        _gather.Watches.Enqueue(() => throw new TimeoutException("late"));
        Answer("e1", 1, RunState.Completed, (0, 0));
        Answer("e1", 1, RunState.Completed);
        await Watch();
        Assert.Single(_shown);
        Assert.Equal(4, _gather.Cursors.Count);
    }

    [Fact]
    public async Task Watch_NoSuchRun_IsNotAskedForAgain()
    {
        _gather.Watches.Enqueue(() => throw new RunNotFoundException("There is no run r."));
        await Assert.ThrowsAsync<RunNotFoundException>(Watch);
        Assert.Single(_gather.Cursors);
    }

    private void Answer(string epoch, int after, RunState state, params (int Shard, int Position)[] places) => _gather.Watches.Enqueue(() =>
        new OutcomePage([.. places.Select(p => ScriptedGather.Outcome(p.Shard, p.Position))], new WatchCursor(epoch, after), ScriptedGather.Status(state)));

    private Task<RunStatus> Watch() => new RunWatcher(_gather, new GrainCalls(TimeProvider.System, _ => { }), _progress).Watch(
        outcomes =>
        {
            _shown.AddRange(outcomes);
            return Task.CompletedTask;
        },
        TestContext.Current.CancellationToken);
}
