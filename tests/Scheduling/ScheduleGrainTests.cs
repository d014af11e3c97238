using System.Globalization;
using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Scheduling;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gleaner.Tests.Scheduling;

/// <summary>Schedules of a second on one silo; how many turns a test sees is told by another source's turns, not by a clock.</summary>
public sealed class ScheduleGrainTests : IAsyncLifetime
{
    private static readonly ScheduleDefinition EverySecond = new() { Every = TimeSpan.FromSeconds(1) };

    private readonly StoreAddress _store = TestStore.NewFile();
    private TestOrigin _origin = null!;
    private EmbeddedSilo _silo = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _origin = await TestOrigin.Start();
        _silo = await StartSilo();
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _origin.DisposeAsync();
    }

    [Fact]
    public async Task Apply_WithASchedule_IsFetchedByRunsOfItsOwn()
    {
        await Apply("a", "/ok/a");
        await Turns("/ok/a", 2);
        await Eventually.Holds(async () => await CountOutcomes("source = 'a' AND ok = 1") >= 2);
        await Eventually.Holds(async () => await Count("SELECT COUNT(*) FROM runs WHERE state = 'completed' AND sources = 1") >= 2);
        var status = await Source("a").Describe();
        Assert.Equal((SourceHealth.Up, DueReason.Schedule), (status!.Health, status.DueBecause));
        Assert.Equal(0, await Count("SELECT COUNT(*) FROM outcomes WHERE run NOT LIKE '________-______-s__-____'"));
    }

    [Fact]
    public async Task Pause_Source_LeavesTheOthersTheirTurns()
    {
        await Apply("a", "/ok/a");
        await Apply("b", "/ok/b");
        await Turns("/ok/a", 1);
        Assert.True(await Source("a").Pause(true));
        Assert.Null((await Source("a").Describe())!.NextDue);
        await Turns("/ok/b", 1);
        var paused = _origin.Log.HitsOf("/ok/a");
        await Turns("/ok/b", 3);
        // The run that was started before the pause may have come late.
        Assert.InRange(_origin.Log.HitsOf("/ok/a"), paused, paused + 1);
        Assert.True(await Source("a").Pause(false));
        await Turns("/ok/a", 2);
    }

    [Fact]
    public async Task Apply_WithoutTheSchedule_EndsItsTurns()
    {
        await Apply("a", "/ok/a");
        await Apply("b", "/ok/b");
        await Turns("/ok/a", 1);
        await Apply("a", "/ok/a", schedule: null);
        await Turns("/ok/b", 1);
        var before = _origin.Log.HitsOf("/ok/a");
        await Turns("/ok/b", 3);
        Assert.InRange(_origin.Log.HitsOf("/ok/a"), before, before + 1);
    }

    [Fact]
    public async Task Fetch_AnswerThatIsFreshForAnHour_IsNotAskedForAgain()
    {
        await Apply("fresh", "/fresh/3600/a");
        await Apply("other", "/ok/other");
        await Turns("/fresh/3600/a", 1);
        await Turns("/ok/other", 1);
        var before = _origin.Log.HitsOf("/fresh/3600/a");
        await Turns("/ok/other", 3);
        Assert.InRange(_origin.Log.HitsOf("/fresh/3600/a"), before, before + 1);
        Assert.Equal(DueReason.Freshness, (await Source("fresh").Describe())!.DueBecause);
    }

    [Fact]
    public async Task Fetch_SlowerThanItsSchedule_SkipsTurns()
    {
        await Apply("slow", "/slow/2500/a");
        await Turns("/slow/2500/a", 2);
        await Eventually.Holds(async () => (await _silo.Grains.GetSchedule("slow").Report()).Skipped > 0);
        Assert.Equal(1, _origin.Log.MostActive);
    }

    [Fact]
    public async Task Silo_Restarted_GoesOnWithoutBeingTold()
    {
        await Apply("a", "/ok/a");
        await Turns("/ok/a", 1);
        await _silo.DisposeAsync();
        _silo = await StartSilo();
        await Turns("/ok/a", 2);
    }

    [Fact]
    public async Task Silo_OfACommand_StartsNoRuns()
    {
        await _silo.DisposeAsync();
        _silo = await EmbeddedSilo.Start(_store);
        Assert.IsType<NoSchedules>(_silo.Services.GetRequiredService<ISchedules>());
        await Apply("a", "/ok/a");
        await _silo.DisposeAsync();
        Assert.Equal(0, _origin.Log.HitsOf("/ok/a"));

        // A silo that does run them finds what this one was told.
        _silo = await StartSilo();
        await Turns("/ok/a", 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Restart_DiedAfterSomeCallsOfAStart_CompletesThatRunWithEachSourceOnce(int calls)
    {
        // Two pages: begin, add, add, start.
        var names = Enumerable.Range(0, 300).Select(i => string.Create(CultureInfo.InvariantCulture, $"n{i:000}")).ToList();
        await Task.WhenAll(names.Select(name => Apply(name, $"/ok/{name}", schedule: null)));
        var clock = new FakeTimeProvider();
        var scheduled = names.ConvertAll(name => new ScheduledSource(name, new ScheduleDefinition { Cron = "* * * * *" }, null));
        var state = new ScheduleState();
        var runs = new ScheduledRuns(_silo.Grains, _silo.Services.GetRequiredService<ILedger>());
        var dying = await Bucket(new DyingRuns(_silo.Grains, calls));
        await dying.Take(Cancellation);
        clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<TimeoutException>(() => dying.Take(Cancellation));

        var next = await Bucket(runs);
        await next.Take(Cancellation);
        var run = state.Turn!.Run;
        var (status, outcomes) = await Gathering.Watch(_silo.Grains, run, Cancellation);
        Assert.Equal((RunState.Completed, 300), (status.State, status.Sources));
        Assert.Equal(names, outcomes.Select(outcome => outcome.Source).Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.Equal(1, _origin.Log.HitsOf($"/ok/{name}")));

        async Task<BucketTurns> Bucket(IScheduledRuns through)
        {
            var turns = new BucketTurns(0, state, () => Task.CompletedTask, through, clock, NullLogger.Instance);
            await turns.Read(() => Task.FromResult<IReadOnlyCollection<ScheduledSource>>(scheduled), Cancellation);
            return turns;
        }
    }

    private Task<EmbeddedSilo> StartSilo() => EmbeddedSilo.Start(_store, services => services.RunSchedules());

    private ISourceGrain Source(string name) => _silo.Grains.GetGrain<ISourceGrain>(GrainKeys.Source(name));

    private Task<bool> Apply(string name, string path) => Apply(name, path, EverySecond);

    private Task<bool> Apply(string name, string path, ScheduleDefinition? schedule) =>
        Source(name).Apply(new SourceDefinition { Name = name, Url = _origin.Url(path), AllowPrivate = true, Schedule = schedule });

    /// <summary>Waits for so many further requests.</summary>
    private Task Turns(string path, int count)
    {
        var until = _origin.Log.HitsOf(path) + count;
        return Eventually.Holds(() => _origin.Log.HitsOf(path) >= until);
    }

    private Task<long> CountOutcomes(string where) => Count($"SELECT COUNT(*) FROM outcomes WHERE {where}");

    private async Task<long> Count(string sql)
    {
        await using var rows = await _silo.Services.GetRequiredService<StoreQuery>().Run(sql, Cancellation);
        return (long)(await rows.ReadAll(Cancellation).SingleAsync(Cancellation))[0]!;
    }

    /// <summary>Makes the first calls of a start and is gone.</summary>
    private sealed class DyingRuns(IGrainFactory grains, int calls) : IScheduledRuns
    {
        public async Task Start(TurnPlan plan, CancellationToken cancellation)
        {
            var gather = grains.GetGrain<IGatherGrain>(GrainKeys.Run(plan.Run));
            Func<Task>[] all =
            [
                () => gather.Begin(new GatherOptions()),
                .. plan.Pages.Index().Select(page => (Func<Task>)(() => gather.Add(page.Index, [.. page.Item.Select(name => new PlannedSource(name, null))]))),
                () => gather.Start(plan.Pages.Length),
            ];
            foreach (var call in all.Take(calls))
            {
                await call();
            }

            throw new TimeoutException("The test's silo is gone.");
        }

        public Task<RunState?> StateOf(string run, CancellationToken cancellation) => Task.FromResult<RunState?>(null);

        public Task<IReadOnlySet<string>> Finished(string run, IEnumerable<int> pages, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
