using System.Globalization;
using System.Text.Json;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Scheduling;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gleaner.Tests.Scheduling;

/// <summary>A bucket on a clock of the test's own; its sources are what <see cref="_applied"/> says, as a store would.</summary>
public sealed class BucketTurnsTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.Parse("2026-07-30T12:00:00Z", CultureInfo.InvariantCulture);
    private static readonly ScheduleDefinition EveryFive = new() { Cron = "*/5 * * * *" };
    private static readonly ScheduleDefinition Hourly = new() { Cron = "0 * * * *" };

    private readonly FakeTimeProvider _clock = new(Noon);
    private readonly FakeRuns _runs = new();
    private readonly Dictionary<string, ScheduledSource> _applied = [];
    private string _stored = "{}";
    private int _writes;
    private bool _failWrites;
    private BucketTurns _turns = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_SourcesDueTogether_AreOneRunAndOneWrite()
    {
        await Start(("a", EveryFive), ("b", EveryFive), ("c", Hourly));
        await Until(Noon.AddMinutes(4));
        Assert.Empty(_runs.Started);
        var writes = _writes;
        await Until(Noon.AddMinutes(5));
        Assert.Equal(["a", "b"], _runs.Started.Single().Sources);
        Assert.Equal(writes + 1, _writes);
    }

    [Fact]
    public async Task Take_AnHour_EachSourceHasItsTurns()
    {
        await Start(("a", EveryFive), ("b", new() { Every = TimeSpan.FromMinutes(10) }), ("c", Hourly));
        await Until(Noon.AddHours(1), endRuns: true);
        Assert.Equal((12, 6, 1), (TurnsOf("a"), TurnsOf("b"), TurnsOf("c")));
    }

    [Fact]
    public async Task Take_RestartedAfterEveryTurn_NoneIsLostOrTwice()
    {
        await Start(("a", EveryFive), ("b", new() { Every = TimeSpan.FromMinutes(10) }));
        for (var minute = 1; minute <= 60; minute++)
        {
            await Until(Noon.AddMinutes(minute), endRuns: true);
            await Restart();
        }

        Assert.Equal((12, 6), (TurnsOf("a"), TurnsOf("b")));
    }

    [Fact]
    public async Task Set_NewSource_WaitsForItsTurnAlsoAcrossARestart()
    {
        await Start();
        _clock.Advance(TimeSpan.FromMinutes(30));
        Set("a", Hourly);
        await Until(Noon.AddMinutes(31));
        await Restart();
        await Until(Noon.AddMinutes(59));
        Assert.Empty(_runs.Started);
        await Until(Noon.AddHours(1));
        Assert.Equal(1, TurnsOf("a"));
    }

    [Fact]
    public async Task Set_NullWhilePaused_NoTurnsUntilSetAgain()
    {
        await Start(("a", EveryFive));
        await Until(Noon.AddMinutes(5), endRuns: true);
        Set("a", null);
        await Until(Noon.AddMinutes(23), endRuns: true);
        Assert.Equal(1, TurnsOf("a"));
        Set("a", EveryFive);
        await Until(Noon.AddMinutes(24));
        Assert.Equal(1, TurnsOf("a"));
        await Until(Noon.AddMinutes(25));
        Assert.Equal(2, TurnsOf("a"));
    }

    [Fact]
    public async Task Take_HeldBackByItsServer_ComesWhenItMay()
    {
        await Start(("a", EveryFive), ("b", EveryFive));
        await Until(Noon.AddMinutes(5), endRuns: true);
        Set("a", EveryFive, Noon.AddMinutes(12));
        await Until(Noon.AddMinutes(11), endRuns: true);
        Assert.Equal((1, 2), (TurnsOf("a"), TurnsOf("b")));
        await Until(Noon.AddMinutes(12), endRuns: true);
        Assert.Equal((2, 2), (TurnsOf("a"), TurnsOf("b")));
        await Until(Noon.AddMinutes(15), endRuns: true);
        Assert.Equal((3, 3), (TurnsOf("a"), TurnsOf("b")));
    }

    [Fact]
    public async Task Restart_HeldBackPastATurn_ComesWhenItMay()
    {
        await Start(("a", EveryFive), ("b", EveryFive));
        Set("a", EveryFive, Noon.AddMinutes(7));
        await Until(Noon.AddMinutes(5), endRuns: true);
        await Restart();
        await Until(Noon.AddMinutes(6), endRuns: true);
        Assert.Equal((0, 1), (TurnsOf("a"), TurnsOf("b")));
        await Until(Noon.AddMinutes(7), endRuns: true);
        Assert.Equal((1, 1), (TurnsOf("a"), TurnsOf("b")));
    }

    [Fact]
    public async Task Restart_AfterDowntime_FetchesOnceWhatWasMissed()
    {
        await Start(("a", EveryFive), ("b", EveryFive with { CatchUp = false }), ("c", new() { Cron = "0 3 * * *" }));
        await Until(Noon.AddMinutes(5), endRuns: true);
        _clock.Advance(TimeSpan.FromHours(20));
        await Restart();
        await Until(Noon.AddMinutes(5).AddHours(20), endRuns: true);
        Assert.Equal((2, 1, 1), (TurnsOf("a"), TurnsOf("b"), TurnsOf("c")));
        Assert.Equal(1, _turns.Report.NotCaughtUp);
        await Until(Noon.AddMinutes(10).AddHours(20), endRuns: true);
        Assert.Equal((3, 2, 1), (TurnsOf("a"), TurnsOf("b"), TurnsOf("c")));
    }

    [Fact]
    public async Task Restart_WithinAMinuteOfATurn_IsLateAndNotMissed()
    {
        await Start(("a", EveryFive with { CatchUp = false }));
        await Until(Noon.AddMinutes(4));
        _clock.Advance(TimeSpan.FromSeconds(90));
        await Restart();
        await Until(Noon.AddMinutes(6));
        Assert.Equal(1, TurnsOf("a"));
    }

    [Fact]
    public async Task Take_FetchBeforeIsUnderWay_SkipsTheTurnOfThatSourceOnly()
    {
        await Start(("slow", EveryFive), ("quick", EveryFive));
        await Until(Noon.AddMinutes(5));
        var run = _runs.Started.Single().Run;
        _runs.Finish(run, "quick");
        await Until(Noon.AddMinutes(10));
        Assert.Equal((1, 2), (TurnsOf("slow"), TurnsOf("quick")));
        Assert.Equal(1, _turns.Report.Skipped);
        _runs.Finish(run, "slow");
        await Until(Noon.AddMinutes(15), endRuns: true);
        Assert.Equal((2, 3), (TurnsOf("slow"), TurnsOf("quick")));
    }

    [Fact]
    public async Task Take_QueuedAndFetchBeforeIsUnderWay_ComesOnceWhenItHasEnded()
    {
        await Start(("slow", EveryFive with { Overlap = OverlapPolicy.Queue }));
        await Until(Noon.AddMinutes(5));
        // Two turns pass meanwhile.
        await Until(Noon.AddMinutes(12));
        Assert.Equal(1, TurnsOf("slow"));
        _runs.EndAll();
        await Until(Noon.AddMinutes(12).AddSeconds(2));
        Assert.Equal(2, TurnsOf("slow"));
        Assert.Equal(0, _turns.Report.Skipped);
        _runs.EndAll();
        await Until(Noon.AddMinutes(14));
        Assert.Equal(2, TurnsOf("slow"));
        await Until(Noon.AddMinutes(15));
        Assert.Equal(3, TurnsOf("slow"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(RunState.Planning)]
    public async Task Restart_DiedBeforeTheRunWasStarted_StartsThatSameRunOnce(RunState? diedAt)
    {
        await Start(("a", EveryFive), ("b", EveryFive));
        _runs.FailStartAt.Enqueue(diedAt);
        await Assert.ThrowsAsync<TimeoutException>(() => Until(Noon.AddMinutes(5)));
        var written = JsonSerializer.Deserialize<ScheduleState>(_stored, StoreJson.Options)!;
        Assert.Empty(_runs.Started);
        _clock.Advance(TimeSpan.FromSeconds(20));
        await Restart();
        await Until(_clock.GetUtcNow());
        Assert.Equal(written.Turn!.Run, _runs.Started.Single().Run);
        Assert.Equal(["a", "b"], _runs.Started.Single().Sources);
        await Restart();
        await Until(Noon.AddMinutes(9));
        Assert.Single(_runs.Started);
    }

    [Fact]
    public async Task Take_RunCouldNotBeStarted_IsStartedByTheNextTry()
    {
        await Start(("a", EveryFive));
        _runs.FailStartAt.Enqueue(null);
        await Assert.ThrowsAsync<TimeoutException>(() => Until(Noon.AddMinutes(5)));
        await Until(Noon.AddMinutes(6));
        Assert.Equal("20260730-120500", _runs.Started.Single().Run[..15]);
    }

    [Fact]
    public async Task Restart_TurnCouldNotBeWrittenDown_IsTakenThen()
    {
        await Start(("a", EveryFive));
        _failWrites = true;
        await Assert.ThrowsAsync<StoreException>(() => Until(Noon.AddMinutes(5)));
        Assert.Empty(_runs.Started);
        _failWrites = false;
        await Restart();
        await Until(Noon.AddMinutes(6));
        Assert.Equal(1, TurnsOf("a"));
    }

    [Fact]
    public async Task Restart_ClockHasGoneBack_GoesOnFromNow()
    {
        await Start(("a", EveryFive));
        await Until(Noon.AddMinutes(5), endRuns: true);
        _stored = JsonSerializer.Serialize(new ScheduleState { DoneUntil = Noon.AddYears(1) }, StoreJson.Options);
        await Restart();
        await Until(Noon.AddMinutes(10));
        Assert.Equal(2, TurnsOf("a"));
    }

    [Fact]
    public async Task Read_ChangesUnheard_AreFound()
    {
        await Start(("gone", EveryFive), ("changed", EveryFive), ("same", EveryFive));
        _applied.Remove("gone");
        _applied["changed"] = new ScheduledSource("changed", Hourly, null);
        _applied["new"] = new ScheduledSource("new", EveryFive, null);
        await Read();
        await Until(Noon.AddMinutes(5), endRuns: true);
        Assert.Equal(["new", "same"], _runs.Started.Single().Sources);
    }

    [Fact]
    public async Task Set_WhileReading_WinsOverWhatIsRead()
    {
        await Start(("a", EveryFive), ("b", EveryFive));
        var stale = _applied.Values.ToList();
        await _turns.Read(
            () =>
            {
                Set("a", null);
                Set("c", EveryFive);
                return Task.FromResult<IReadOnlyCollection<ScheduledSource>>(stale);
            },
            Cancellation);
        await Until(Noon.AddMinutes(5));
        Assert.Equal(["b", "c"], _runs.Started.Single().Sources);
    }

    [Fact]
    public async Task Commit_ManySources_StateStaysSmall()
    {
        await Start([.. Enumerable.Range(0, 8_000).Select(i => ($"source-{i:0000}", EveryFive))]);
        await Until(Noon.AddMinutes(5));
        Assert.Equal(8_000, _runs.Started.Single().Sources.Length);
        Assert.InRange(_stored.Length, 1, 1_000);
    }

    private async Task Start(params (string Name, ScheduleDefinition Schedule)[] sources)
    {
        foreach (var (name, schedule) in sources)
        {
            _applied[name] = new ScheduledSource(name, schedule, null);
        }

        await Restart();
    }

    private async Task Restart()
    {
        var state = JsonSerializer.Deserialize<ScheduleState>(_stored, StoreJson.Options)!;
        _turns = new BucketTurns(3, state, Save, _runs, _clock, NullLogger.Instance);
        await Read();

        Task Save()
        {
            if (_failWrites)
            {
                throw new StoreException("The test's store is away.");
            }

            _writes++;
            _stored = JsonSerializer.Serialize(state, StoreJson.Options);
            return Task.CompletedTask;
        }
    }

    private Task Read() => _turns.Read(() => Task.FromResult<IReadOnlyCollection<ScheduledSource>>([.. _applied.Values]), Cancellation);

    /// <summary>As a source does: first its own state, then the call.</summary>
    private void Set(string name, ScheduleDefinition? schedule, DateTimeOffset? notBefore = null)
    {
        if (schedule is null)
        {
            _applied.Remove(name);
        }
        else
        {
            _applied[name] = new ScheduledSource(name, schedule, notBefore);
        }

        _turns.Set(name, schedule, notBefore);
    }

    /// <summary>Lets the bucket do whatever comes until then.</summary>
    private async Task Until(DateTimeOffset end, bool endRuns = false)
    {
        while (_turns.WakeAt is { } wakeAt && wakeAt <= end)
        {
            if (wakeAt > _clock.GetUtcNow())
            {
                _clock.Advance(wakeAt - _clock.GetUtcNow());
            }

            await _turns.Take(Cancellation);
            if (endRuns)
            {
                _runs.EndAll();
            }
        }

        if (end > _clock.GetUtcNow())
        {
            _clock.Advance(end - _clock.GetUtcNow());
        }
    }

    private int TurnsOf(string source) => _runs.Started.Count(run => run.Sources.Contains(source));
}
