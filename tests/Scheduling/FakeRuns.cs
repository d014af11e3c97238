using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Scheduling;

namespace Gleaner.Tests.Scheduling;

/// <summary>Runs that go on until the test ends them.</summary>
internal sealed class FakeRuns : IScheduledRuns
{
    private readonly Dictionary<string, TurnPlan> _plans = [];
    private readonly Dictionary<string, RunState> _states = [];
    private readonly HashSet<(string Run, string Source)> _finished = [];

    /// <summary>Sources of each run in the order in which they were started.</summary>
    public List<(string Run, string[] Sources)> Started { get; } = [];

    /// <summary>Thrown by the next calls of Start: before the run is begun, or after it was begun and not yet started.</summary>
    public Queue<RunState?> FailStartAt { get; } = [];

    public Task Start(TurnPlan plan, CancellationToken cancellation)
    {
        if (FailStartAt.TryDequeue(out var at))
        {
            if (at is RunState.Planning)
            {
                _states[plan.Run] = RunState.Planning;
            }

            throw new TimeoutException("The test's silo is away.");
        }

        _plans[plan.Run] = plan;
        _states[plan.Run] = RunState.Running;
        Started.Add((plan.Run, [.. plan.Pages.SelectMany(page => page)]));
        return Task.CompletedTask;
    }

    public Task<RunState?> StateOf(string run, CancellationToken cancellation) => Task.FromResult(_states.TryGetValue(run, out var state) ? state : (RunState?)null);

    public Task<IReadOnlySet<string>> Finished(string run, IEnumerable<int> pages, CancellationToken cancellation) => Task.FromResult<IReadOnlySet<string>>(
        pages.SelectMany(page => _plans[run].Pages[page]).Where(source => _finished.Contains((run, source))).ToHashSet());

    public void Finish(string run, string source) => _finished.Add((run, source));

    public void End(string run) => _states[run] = RunState.Completed;

    public void EndAll()
    {
        foreach (var run in _plans.Keys)
        {
            End(run);
        }
    }
}
