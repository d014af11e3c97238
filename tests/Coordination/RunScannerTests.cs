using System.Collections.Immutable;
using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Coordination;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gleaner.Tests.Coordination;

public sealed class RunScannerTests : IAsyncDisposable
{
    // The middle of the scanner's spread.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedRows _rows = new();
    private readonly List<string> _calls = [];
    private readonly RunScanner _scanner;
    private Func<string, Exception?> _fault = _ => null;

    public RunScannerTests()
    {
        var grains = GrainsByKey.Of(key => new Coordinator(this, GrainKeys.RunOf(key)));
        _scanner = new RunScanner(grains, _rows, new FixedJitter(0.5), _time, NullLogger<RunScanner>.Instance);
    }

    [Fact]
    public async Task Scan_RunsWithoutCoordinator_AreCalledAtOnceAndAgainOnlyWhileTheyStay()
    {
        _rows.Abandoned = [new("a", RunState.Running), new("b", RunState.Running)];
        await Start();
        Assert.Equal(["a: status", "b: status"], _calls);
        _rows.Abandoned = [new("b", RunState.Running)];
        await Look();
        Assert.Equal("b: status", Assert.Single(_calls.Skip(2)));
    }

    [Fact]
    public async Task Scan_CoordinatorThatFails_HoldsUpNoOtherAndIsCalledMoreSeldom()
    {
        _fault = run => run == "bad" ? new InvalidOperationException("its state cannot be read") : null;
        _rows.Abandoned = [new("bad", RunState.Running), new("good", RunState.Running)];
        await Start();
        Assert.Equal(["bad: status", "good: status"], _calls);
        _rows.Abandoned = [new("bad", RunState.Running)];
        for (var look = 0; look < 24; look++)
        {
            await Look();
        }

        // At 5, 15, 35 and 75 s of 120.
        Assert.Equal(Enumerable.Repeat("bad: status", 4), _calls.Skip(2));
    }

    [Fact]
    public async Task Scan_StoreThatFails_IsLookedAtAgain()
    {
        _rows.Fault = new StoreException("The store is away.");
        _rows.Abandoned = [new("a", RunState.Running)];
        await Start();
        Assert.Empty(_calls);
        _rows.Fault = null;
        await Look();
        Assert.Equal(["a: status"], _calls);
    }

    [Fact]
    public async Task Scan_PlanThatNobodyGoesOnWith_IsCancelledAtTheSecondCall()
    {
        _rows.Abandoned = [new("p", RunState.Planning)];
        await Start();
        Assert.Equal(["p: status"], _calls);
        await Look();
        Assert.Equal(["p: status", "p: cancel"], _calls);
    }

    [Fact]
    public async Task Scan_MoreRunsThanAPage_EachHasItsTurn()
    {
        _rows.Abandoned = [.. Enumerable.Range(0, 250).Select(i => new AbandonedRun($"r{i:000}", RunState.Running))];
        await Start();
        Assert.Equal(100, _calls.Count);
        await Look();
        await Look();
        Assert.Equal(_rows.Abandoned.Select(run => $"{run.Run}: status"), _calls);
        await Look();
        Assert.Equal("r000: status", _calls[250]);
    }

    public async ValueTask DisposeAsync()
    {
        await _scanner.StopAsync(CancellationToken.None);
        _scanner.Dispose();
    }

    private async Task Start()
    {
        await _scanner.StartAsync(CancellationToken.None);
        await _time.TimerSet(Every);
    }

    private async Task Look()
    {
        var next = _rows.NextLook;
        _time.Advance(Every);
        await next;
        await _time.TimerSet(Every);
    }

    private sealed class ScriptedRows : IRunRows
    {
        private TaskCompletionSource _look = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<AbandonedRun> Abandoned { get; set; } = [];

        public Exception? Fault { get; set; }

        public Task NextLook => _look.Task;

        public Task<IReadOnlyList<AbandonedRun>> ListAbandoned(string after, int limit, TimeSpan plannedFor, CancellationToken cancellation = default)
        {
            Assert.Equal(RunScanner.PlanWithin, plannedFor);
            var look = _look;
            _look = new(TaskCreationOptions.RunContinuationsAsynchronously);
            look.SetResult();
            return Fault is not null
                ? Task.FromException<IReadOnlyList<AbandonedRun>>(Fault)
                : Task.FromResult<IReadOnlyList<AbandonedRun>>([.. Abandoned.Where(run => string.CompareOrdinal(run.Run, after) > 0).Take(limit)]);
        }

        public Task<RunRow> Take(RunStatus status, string owner, TimeSpan lease, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task<RunRow?> Save(RunStatus status, int epoch, TimeSpan lease, CancellationToken cancellation = default) => throw new NotSupportedException();

        public Task Release(string run, int epoch, CancellationToken cancellation = default) => throw new NotSupportedException();
    }

    private sealed class Coordinator(RunScannerTests test, string run) : IGatherGrain
    {
        public Task<RunStatus> GetStatus() => Note("status");

        public Task<RunStatus> Cancel() => Note("cancel");

        public Task<ImmutableArray<int>> GetShardSizes() => throw new NotSupportedException();

        public Task Begin(GatherOptions options) => throw new NotSupportedException();

        public Task Add(int page, ImmutableArray<PlannedSource> sources) => throw new NotSupportedException();

        public Task<RunStatus> Start(int pages) => throw new NotSupportedException();

        public Task<OutcomePage> Watch(WatchCursor cursor, CancellationToken cancellation = default) => throw new NotSupportedException();

        private Task<RunStatus> Note(string call)
        {
            test._calls.Add($"{run}: {call}");
            return test._fault(run) is { } fault
                ? Task.FromException<RunStatus>(fault)
                : Task.FromResult(new RunStatus { Run = run, State = RunState.Running, Sources = 1, Ok = 0, Failed = 0, StartedAt = test._time.GetUtcNow() });
        }
    }
}
