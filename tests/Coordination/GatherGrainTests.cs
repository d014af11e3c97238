using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Tests.Coordination;

/// <summary>Runs on one embedded silo over a SQLite file.</summary>
public sealed class GatherGrainTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gleaner-test-").FullName;
    private TestOrigin _origin = null!;
    private EmbeddedSilo _silo = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Wide enough for a machine that stands still for some seconds: the healthy ones must not fail by it.
    private static GatherOptions Options => new() { AllowPrivate = true, Timeout = TimeSpan.FromSeconds(5), Deadline = TimeSpan.FromSeconds(20), Concurrency = 64 };

    private StoreAddress Store => StoreAddress.Parse($"sqlite:{Path.Combine(_folder, "gleaner.db")}");

    public async ValueTask InitializeAsync()
    {
        _origin = await TestOrigin.Start();
        _silo = await EmbeddedSilo.Start(Store);
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _origin.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Gather_TwoThousandUrlsOfEveryManner_EachHasItsOneOutcome()
    {
        var plan = new MixedManners(_origin, 2_000, "m");
        var run = Gathering.NewRun();
        var (status, outcomes) = await Gathering.Gather(_silo.Grains, run, plan.Urls, Options, Cancellation);
        plan.AssertOutcomes(outcomes, _origin.Log);
        Assert.Equal(RunState.Completed, status.State);
        Assert.Equal((2_000, plan.ExpectedOk, 2_000 - plan.ExpectedOk), (status.Sources, status.Ok, status.Failed));
        await AssertLedgerHolds(run, outcomes);
    }

    [Fact]
    public async Task Gather_SecondTime_IsUnchangedAndKeepsTheRecords()
    {
        string[] urls = [_origin.Url("/etag/1")];
        await Gathering.Gather(_silo.Grains, Gathering.NewRun(), urls, Options, Cancellation);
        var (_, outcomes) = await Gathering.Gather(_silo.Grains, Gathering.NewRun(), urls, Options, Cancellation);
        Assert.True(outcomes.Single().Unchanged);
        Assert.Equal(1, outcomes.Single().Records);
    }

    [Fact]
    public async Task Gather_TwoRunsAtOnceOfOneSlowSource_ShareItsFetch()
    {
        string[] urls = [_origin.Url("/slow/1000/shared")];
        var first = Gathering.Gather(_silo.Grains, Gathering.NewRun(), urls, Options, Cancellation);
        var second = Gathering.Gather(_silo.Grains, Gathering.NewRun(), urls, Options, Cancellation);
        var outcomes = new[] { (await first).Outcomes.Single(), (await second).Outcomes.Single() };
        Assert.All(outcomes, o => Assert.True(o.Ok));
        Assert.Equal(outcomes[0].Sha256, outcomes[1].Sha256);
        Assert.NotEqual(outcomes[0].Run, outcomes[1].Run);
        Assert.Equal(1, _origin.Log.HitsOf("/slow/1000/shared"));
    }

    [Fact]
    public async Task Gather_SourceSlowerThanAGrainCallMayLast_IsAwaitedAllTheSame()
    {
        var options = Options with { Timeout = TimeSpan.FromSeconds(9), Deadline = TimeSpan.FromSeconds(9) };
        var (_, outcomes) = await Gathering.Gather(_silo.Grains, Gathering.NewRun(), [_origin.Url("/slow/6000/long")], options, Cancellation);
        Assert.True(outcomes.Single().Ok);
        Assert.Equal(1, outcomes.Single().Attempts);
    }

    [Fact]
    public async Task Gather_ConcurrencyOfFive_OriginSeesNoMoreAtOnce()
    {
        var urls = Enumerable.Range(0, 60).Select(i => _origin.Url($"/slow/30/c{i}"));
        await Gathering.Gather(_silo.Grains, Gathering.NewRun(), urls, Options with { Concurrency = 5 }, Cancellation);
        Assert.InRange(_origin.Log.MostActive, 1, 5);
    }

    [Fact]
    public async Task Cancel_RunWithSlowSources_KeepsWhatItHadAndEnds()
    {
        var run = Gathering.NewRun();
        var urls = Enumerable.Range(0, 10).Select(i => _origin.Url($"/ok/cancel{i}"))
            .Concat(Enumerable.Range(0, 10).Select(i => _origin.Url($"/silent?cancel{i}")));
        var gather = _silo.Grains.GetGrain<IGatherGrain>(GrainKeys.Run(run));
        RunStatus? cancelled = null;
        var options = Options with { Timeout = TimeSpan.FromMinutes(5), Deadline = TimeSpan.FromMinutes(10) };
        var (status, outcomes) = await Gathering.Gather(_silo.Grains, run, urls, options, Cancellation, async seen =>
        {
            if (seen == 10 && cancelled is null)
            {
                cancelled = await gather.Cancel();
            }
        });
        Assert.Equal(RunState.Cancelled, status.State);
        Assert.Equal((20, 10, 0), (status.Sources, status.Ok, status.Failed));
        Assert.Equal(10, outcomes.Count);
        await AssertLedgerHolds(run, outcomes);
    }

    [Fact]
    public async Task Cancel_WhileAnotherWatches_WakesItAndShowsWhatTheRunHad()
    {
        var run = Gathering.NewRun();
        var urls = (string[])[_origin.Url("/ok/watched"), _origin.Url("/silent?watched")];
        var gather = _silo.Grains.GetGrain<IGatherGrain>(GrainKeys.Run(run));
        var options = Options with { Timeout = TimeSpan.FromMinutes(5), Deadline = TimeSpan.FromMinutes(10) };
        await Gathering.Start(_silo.Grains, run, urls.Select(url => new PlannedSource(SourceName.ForUrl(url), Gathering.Source(url))), options, Cancellation);
        OutcomePage first;
        do
        {
            first = await gather.Watch(WatchCursor.Start, Cancellation);
        }
        while (first.Outcomes.IsEmpty);
        var waiting = gather.Watch(first.Next, Cancellation);
        await gather.Cancel();

        // The run was counted anew, in an order that the waiting cursor does not know: it is shown all.
        var last = await waiting;
        Assert.Equal(RunState.Cancelled, last.Status.State);
        Assert.Equal(first.Outcomes, last.Outcomes);
        Assert.NotEqual(first.Next.Epoch, last.Next.Epoch);
    }

    [Fact]
    public async Task Gather_UnknownAppliedSource_FailsOnlyThatSource()
    {
        var run = Gathering.NewRun();
        var good = _origin.Url("/ok/known");
        await Gathering.Start(_silo.Grains, run, [new PlannedSource("nowhere", null), new PlannedSource(good, Gathering.Source(good))], Options, Cancellation);
        var (_, outcomes) = await Gathering.Watch(_silo.Grains, run, Cancellation);
        Assert.Equal(ErrorKind.UnknownSource, outcomes.Single(o => o.Source == "nowhere").Error!.Kind);
        Assert.True(outcomes.Single(o => o.Source == good).Ok);
    }

    [Fact]
    public async Task Gather_AppliedSource_UsesItsDefinition()
    {
        var definition = new SourceDefinition { Name = "echo", Url = _origin.Url("/echo-headers"), Headers = [new HeaderField("X-Mark", "yes")] };
        Assert.True(await _silo.Grains.GetGrain<ISourceGrain>(GrainKeys.Source("echo")).Apply(definition));
        Assert.False(await _silo.Grains.GetGrain<ISourceGrain>(GrainKeys.Source("echo")).Apply(definition));
        var run = Gathering.NewRun();
        await Gathering.Start(_silo.Grains, run, [new PlannedSource("echo", null)], Options, Cancellation);
        Assert.True((await Gathering.Watch(_silo.Grains, run, Cancellation)).Outcomes.Single().Ok);
        Assert.Equal("yes", _origin.Log.Hits.Last(h => h.Path == "/echo-headers").Headers["X-Mark"]);
    }

    [Fact]
    public async Task Gather_ServerSaysRetryAfterPastTheDeadline_NextGatherDoesNotAskIt()
    {
        string[] urls = [_origin.Url("/retry-after/60")];
        var (_, first) = await Gathering.Gather(_silo.Grains, Gathering.NewRun(), urls, Options, Cancellation);
        var (_, second) = await Gathering.Gather(_silo.Grains, Gathering.NewRun(), urls, Options, Cancellation);
        Assert.Equal(ErrorKind.RateLimited, first.Single().Error!.Kind);
        Assert.Equal(ErrorKind.RateLimited, second.Single().Error!.Kind);
        Assert.Equal(0, second.Single().Attempts);
        Assert.Equal(1, _origin.Log.HitsOf("/retry-after/60"));
    }

    [Fact]
    public async Task Gather_Content_ReadsBackTheBodyByItsHash()
    {
        var url = _origin.Url("/sized/3000000/big");
        var (_, outcomes) = await Gathering.Gather(_silo.Grains, Gathering.NewRun(), [url], Options with { Content = true }, Cancellation);
        var outcome = outcomes.Single();
        var source = _silo.Grains.GetGrain<ISourceGrain>(GrainKeys.Source(outcome.Source));
        using var body = new MemoryStream();
        for (var part = 0; ; part++)
        {
            var read = await source.ReadContent(outcome.Sha256!, part);
            body.Write(read!.Bytes);
            if (read.Last)
            {
                break;
            }
        }

        Assert.Equal(outcome.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body.ToArray())));
        Assert.Null(await source.ReadContent(new string('0', 64), 0));
    }

    [Fact]
    public async Task Forget_FetchedSource_LeavesNoRecordsAndNoStatus()
    {
        var url = _origin.Url("/array/5");
        await Gathering.Gather(_silo.Grains, Gathering.NewRun(), [url], Options, Cancellation);
        var source = _silo.Grains.GetGrain<ISourceGrain>(GrainKeys.Source(SourceName.ForUrl(url)));
        Assert.Equal(5, (await source.Describe())!.Records);
        Assert.True(await source.Forget());
        Assert.Null(await source.Describe());
        Assert.False(await source.Forget());
    }

    [Fact]
    public async Task Watch_FromTheStartAfterTheEnd_ShowsEveryOutcomeOnce()
    {
        var run = Gathering.NewRun();
        var urls = Enumerable.Range(0, 700).Select(i => _origin.Url($"/ok/again{i}")).ToList();
        await Gathering.Gather(_silo.Grains, run, urls, Options, Cancellation);
        var (_, again) = await Gathering.Watch(_silo.Grains, run, Cancellation);
        Assert.Equal(700, again.Count);
    }

    [Fact]
    public async Task Save_RunTakenByAnother_CoordinatorStopsAndTheNextOneEndsTheRun()
    {
        var run = Gathering.NewRun();
        var rows = _silo.Services.GetRequiredService<IRunRows>();
        var urls = Enumerable.Range(0, 40).Select(i => _origin.Url($"/slow/500/taken{i}")).ToList();
        var taken = 0;
        var (status, outcomes) = await Gathering.Gather(_silo.Grains, run, urls, Options with { Concurrency = 4 }, Cancellation, async seen =>
        {
            if (seen > 0 && taken == 0)
            {
                var row = await rows.Take(new RunStatus { Run = run, State = RunState.Running, Sources = 40, Ok = 0, Failed = 0, StartedAt = DateTimeOffset.UnixEpoch }, "another", TimeSpan.FromMinutes(1), Cancellation);
                taken = row.Epoch;
            }
        });
        Assert.Equal(2, taken);
        Assert.Equal((RunState.Completed, 40), (status.State, status.Ok));
        await AssertLedgerHolds(run, outcomes);
        Assert.Equal(40, _origin.Log.Hits.Count(hit => hit.Path.StartsWith("/slow/500/taken", StringComparison.Ordinal)));
        Assert.Equal(["completed", 40L, 3L, null], await Row(run, "state, ok, epoch, lease_until"));
    }

    [Fact]
    public async Task Activate_RowSaysThatTheRunHasEnded_TheRunHasEnded()
    {
        var run = Gathering.NewRun();
        var urls = Enumerable.Range(0, 3).Select(i => _origin.Url($"/silent?ended{i}")).ToList();
        var options = Options with { Timeout = TimeSpan.FromMinutes(5), Deadline = TimeSpan.FromMinutes(10) };
        await Gathering.Start(_silo.Grains, run, urls.Select(url => new PlannedSource(SourceName.ForUrl(url), Gathering.Source(url))), options, Cancellation);
        await _silo.DisposeAsync();

        // As a coordinator leaves it that dies between its two last writes.
        await using (var store = await TestStore.Open(Store))
        await using (var connection = await store.Database.Open(Cancellation))
        {
            await connection.Execute("UPDATE runs SET state = 'cancelled', finished_at = '2026-07-30T12:00:00.000Z', lease_until = NULL", Cancellation);
        }

        _silo = await EmbeddedSilo.Start(Store);
        var (status, outcomes) = await Gathering.Watch(_silo.Grains, run, Cancellation);
        Assert.Equal((RunState.Cancelled, new DateTimeOffset(2026, 7, 30, 12, 0, 0, TimeSpan.Zero)), (status.State, status.FinishedAt));
        Assert.Empty(outcomes);
    }

    [Fact]
    public async Task Cancel_RunInPlanning_DropsItsShardsPlans()
    {
        var run = Gathering.NewRun();
        var gather = _silo.Grains.GetGrain<IGatherGrain>(GrainKeys.Run(run));
        await gather.Begin(Options);
        // The second page never came.
        foreach (var page in new[] { 0, 2, GatherLimits.PagesAtOnce + 1 })
        {
            await gather.Add(page, [.. Enumerable.Range(0, 10).Select(i => new PlannedSource($"p{page}-{i}", null))]);
        }

        // The pages came to an activation that is gone.
        await _silo.DisposeAsync();
        _silo = await EmbeddedSilo.Start(Store);
        gather = _silo.Grains.GetGrain<IGatherGrain>(GrainKeys.Run(run));
        var status = await gather.Cancel();
        Assert.Equal((RunState.Cancelled, 30, 0), (status.State, status.Sources, status.Ok + status.Failed));
        Assert.Equal(RunState.Cancelled, (await gather.Start(4)).State);
        Assert.Equal(["cancelled", 30L, 2L, null], await Row(run, "state, sources, epoch, lease_until"));
        Assert.Equal(0, await CountShardPlans());
    }

    [Fact]
    public async Task Gather_RunDeadline_WhatIsNotDoneGetsItsOneOutcome()
    {
        var run = Gathering.NewRun();
        var urls = Enumerable.Range(0, 20).Select(i => _origin.Url($"/ok/bound{i}"))
            .Concat(Enumerable.Range(0, 280).Select(i => _origin.Url($"/silent?bound{i}"))).ToList();
        var options = Options with { Timeout = TimeSpan.FromMinutes(5), Deadline = TimeSpan.FromMinutes(10), RunDeadline = TimeSpan.FromSeconds(8), Concurrency = 30 };
        var (status, outcomes) = await Gathering.Gather(_silo.Grains, run, urls, options, Cancellation);
        Assert.Equal((RunState.Completed, 300, 20, 280), (status.State, status.Sources, status.Ok, status.Failed));
        Assert.Equal(urls.Order(StringComparer.Ordinal), outcomes.Select(o => o.Url).Order(StringComparer.Ordinal));
        Assert.All(outcomes.Where(o => !o.Ok), o => Assert.Equal(
            (ErrorKind.RunDeadline, "The run passed its deadline of 8 s before this source was done."), (o.Error!.Kind, o.Error.Message)));
        await AssertLedgerHolds(run, outcomes);

        // A run ends before its shards have dropped their plans.
        await Eventually.Holds(async () => await CountShardPlans() == 0);
    }

    [Fact]
    public async Task Gather_RunDeadline_AppliedSourcesKeepTheirUrl()
    {
        var applied = new SourceDefinition { Name = "endless", Url = _origin.Url("/silent?applied"), AllowPrivate = true };
        await _silo.Grains.GetGrain<ISourceGrain>(GrainKeys.Source(applied.Name)).Apply(applied);
        var run = Gathering.NewRun();
        var options = Options with { Timeout = TimeSpan.FromMinutes(5), Deadline = TimeSpan.FromMinutes(10), RunDeadline = TimeSpan.FromSeconds(1) };
        await Gathering.Start(_silo.Grains, run, [new PlannedSource(applied.Name, null), new PlannedSource("forgotten", null)], options, Cancellation);
        var (_, outcomes) = await Gathering.Watch(_silo.Grains, run, Cancellation);
        var outcome = Assert.Single(outcomes, o => o.Source == applied.Name);
        Assert.Equal((ErrorKind.RunDeadline, applied.Url), (outcome.Error!.Kind, outcome.Url));
        await AssertLedgerHolds(run, outcomes);
    }

    [Fact]
    public async Task GetStatus_StateThatCannotBeRead_SaysSoAndOtherRunsWork()
    {
        string[] urls = [_origin.Url("/ok/damaged")];
        var (run, other) = (Gathering.NewRun(), Gathering.NewRun());
        await Gathering.Gather(_silo.Grains, run, urls, Options, Cancellation);
        await _silo.DisposeAsync();
        await Damage("GrainTypeString NOT LIKE '%shard%' AND GrainIdExtensionString LIKE 'run/%'");
        _silo = await EmbeddedSilo.Start(Store);
        var gather = _silo.Grains.GetGrain<IGatherGrain>(GrainKeys.Run(run));
        foreach (var call in (Func<Task>[])[gather.GetStatus, gather.Cancel, () => gather.Watch(WatchCursor.Start, Cancellation), () => gather.Start(1)])
        {
            var fault = await Assert.ThrowsAsync<UnreadableStateException>(call);
            Assert.StartsWith($"The state of run {run} cannot be read from the store: ", fault.Message, StringComparison.Ordinal);
        }

        Assert.True((await Gathering.Gather(_silo.Grains, other, urls, Options, Cancellation)).Outcomes.Single().Ok);
    }

    [Fact]
    public async Task GetStatus_ShardThatCannotBeRead_IsWhatTheRunWaitsForAndItCanBeCancelled()
    {
        var run = Gathering.NewRun();
        var urls = Enumerable.Range(0, 3).Select(i => _origin.Url($"/silent?shard{i}"));
        var options = Options with { Timeout = TimeSpan.FromMinutes(5), Deadline = TimeSpan.FromMinutes(10) };
        await Gathering.Start(_silo.Grains, run, urls.Select(url => new PlannedSource(SourceName.ForUrl(url), Gathering.Source(url))), options, Cancellation);
        await _silo.DisposeAsync();
        await Damage("GrainIdExtensionString LIKE 'run/%/0'");
        _silo = await EmbeddedSilo.Start(Store);
        var gather = _silo.Grains.GetGrain<IGatherGrain>(GrainKeys.Run(run));
        string? waits = null;
        await Eventually.Holds(async () => (waits = (await gather.GetStatus()).Waits) is not null);
        Assert.StartsWith($"Shard 0 of run {run} cannot be read from the store: ", waits, StringComparison.Ordinal);
        Assert.Equal(RunState.Cancelled, (await gather.Cancel()).State);
    }

    [Fact]
    public async Task Watch_UnknownRun_SaysSo() =>
        await Assert.ThrowsAsync<RunNotFoundException>(() => _silo.Grains.GetGrain<IGatherGrain>(GrainKeys.Run("nope")).Watch(WatchCursor.Start, Cancellation));

    /// <summary>What was shown is what is committed, to the last field.</summary>
    private async Task AssertLedgerHolds(string run, IReadOnlyCollection<Outcome> outcomes)
    {
        var ledger = _silo.Services.GetRequiredService<ILedger>();
        var committed = new List<Outcome>();
        foreach (var shard in await ledger.CountByShard(run, Cancellation))
        {
            committed.AddRange(await ledger.ReadShard(run, shard.Shard, Cancellation));
        }

        Assert.Equal(outcomes.OrderBy(o => o.Source, StringComparer.Ordinal), committed.OrderBy(o => o.Source, StringComparer.Ordinal));
    }

    private async Task<object?[]> Row(string run, string columns)
    {
        await using var store = await TestStore.Open(Store);
        return (await store.Rows($"SELECT {columns} FROM runs WHERE run = '{run}'")).Single();
    }

    private async Task<long> CountShardPlans()
    {
        await using var store = await TestStore.Open(Store);
        return (long)(await store.Value("SELECT COUNT(*) FROM OrleansStorage WHERE GrainTypeString LIKE '%shard%' AND PayloadBinary IS NOT NULL"))!;
    }

    private async Task Damage(string where)
    {
        await using var store = await TestStore.Open(Store);
        await using var connection = await store.Database.Open(Cancellation);
        Assert.Equal(1, await connection.Execute($"UPDATE OrleansStorage SET PayloadBinary = CAST('{{\"options\": {{\"conc' AS BLOB) WHERE {where}", Cancellation));
    }
}
