using System.Text.Json;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Tests.Sources;

public sealed class FetchedSourceTests
{
    private static readonly DateTimeOffset Start = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);
    private static readonly SourceDefinition Bare = new() { Name = "a", Url = "http://a/" };
    private static readonly SourceDefinition OfAFile = Bare with { Politeness = new PolitenessDefinition() };
    private static readonly SourceDefinition Incremental = OfAFile with { Cursor = new CursorDefinition { Field = "id", Param = "since" } };

    [Fact]
    public void ToRows_NewBody_ReplacesTheRecords()
    {
        var state = new SourceState { Sha256 = "h0", Records = 7 };
        var rows = Good(state, "h1").ToRows(state, [Wish("r1")]);
        Assert.Single(rows.Records!);
        Assert.Equal(7, rows.PreviousRecords);
        Assert.False(rows.Outcomes[0].Unchanged);
        Assert.Null(rows.Publish);
    }

    [Fact]
    public void ToRows_SameBody_IsUnchangedAndLeavesTheRecords()
    {
        var state = new SourceState { Sha256 = "h1", Records = 3 };
        var rows = Good(state, "h1").ToRows(state, [Wish("r1")]);
        Assert.Null(rows.Records);
        Assert.True(rows.Outcomes[0].Unchanged);
        Assert.Equal(3, rows.Outcomes[0].Records);
    }

    [Fact]
    public void ToRows_TwoRunsSharedTheFetch_EachHasItsOutcomeInItsPlace()
    {
        var rows = Good(new SourceState(), "h1").ToRows(new SourceState(), [Wish("r1"), Wish("r2") with { Shard = 3, Position = 4 }]);
        Assert.Equal(["r1", "r2"], rows.Outcomes.Select(o => o.Run));
        Assert.Equal((3, 4), (rows.Outcomes[1].Shard, rows.Outcomes[1].Position));
    }

    [Fact]
    public void ToRows_ContentAskedAndOlderContentKept_StoresTheNewBody()
    {
        var state = new SourceState { Sha256 = "h1", ContentSha256 = "h0", ContentParts = 1 };
        Assert.NotNull(Good(state, "h1").ToRows(state, [Wish("r1")]).Content);
    }

    [Fact]
    public void ToRows_ContentNotAskedFor_KeepsNone()
    {
        var good = Good(new SourceState(), "h1");
        good = good with { Job = good.Job with { KeepContent = false } };
        Assert.Null(good.ToRows(new SourceState(), [Wish("r1")]).Content);
    }

    [Fact]
    public void ToRows_SeveralPages_PublishTheStagedRowsAndDropThem()
    {
        var state = new SourceState { Records = 5, Checkpoint = new PageCheckpoint { Runs = ["r1"], StartedAt = Start } };
        var rows = (Good(state, "h1") with { Rows = null, Staged = 12 }).ToRows(state, [Wish("r1")]);
        Assert.Equal(new Publishing(PublishKind.Replace, 12, Restates: false), rows.Publish);
        Assert.Null(rows.Records);
        Assert.True(rows.DropsStaged);
        Assert.Equal(12, rows.Outcomes[0].Records);
    }

    [Fact]
    public void ToRows_SeveralPagesWithoutRows_LeaveNoRecords()
    {
        var rows = (Good(new SourceState { Records = 5 }, "h1") with { Rows = null }).ToRows(new SourceState { Records = 5 }, [Wish("r1")]);
        Assert.Empty(rows.Records!);
    }

    [Fact]
    public void ToRows_IncrementalSource_MergesAndCountsTheNewRows()
    {
        var state = new SourceState { Fingerprint = DefinitionFingerprint.Of(Incremental), Records = 5, Keyed = true };
        var fetched = Good(state, "h1", Incremental) with { Rows = null, Staged = 4, NewRows = 3, Cursor = "9", CursorSent = "5" };
        var rows = fetched.ToRows(state, [Wish("r1")]);
        fetched.UpdateState(state, rows, null);
        Assert.Equal(new Publishing(PublishKind.Merge, 4, Restates: false), rows.Publish);
        Assert.Equal((4, 8, "9", false), (rows.Outcomes[0].Records, state.Records, state.Cursor, rows.DropsKeys));
    }

    [Fact]
    public void ToRows_IncrementalSourceOfAnotherDefinition_RestatesItsRecords()
    {
        var state = new SourceState { Fingerprint = "older", Records = 5, Keyed = true };
        var fetched = Good(state, "h1", Incremental) with { Rows = null, Staged = 4, NewRows = 4 };
        var rows = fetched.ToRows(state, [Wish("r1")]);
        fetched.UpdateState(state, rows, null);
        Assert.True(rows.Publish!.Restates);
        Assert.Equal(4, state.Records);
    }

    [Fact]
    public void UpdateState_AfterFailures_GoodFetchMakesItUp()
    {
        var state = new SourceState { ConsecutiveFailures = 3, Health = SourceHealth.Down, LastAt = Start };
        var good = Good(state, "h1");
        good.UpdateState(state, good.ToRows(state, [Wish("r1")]), null);
        Assert.Equal(SourceHealth.Up, state.Health);
        Assert.Equal(0, state.ConsecutiveFailures);
        Assert.Equal("r1", state.LastRun);
        Assert.Null(state.LastAt);
    }

    [Fact]
    public void UpdateState_Failure_CountsAndKeepsTheSnapshot()
    {
        var state = new SourceState
        {
            Sha256 = "h0", Records = 5, Bytes = 9, Health = SourceHealth.Up, LastOkAt = Start, Cursor = "7", Validators = new KeptValidators(null, new Validators("\"e\"", null)),
        };
        Fail(state, new FetchError(ErrorKind.Reset, "broke"));
        Assert.Equal(SourceHealth.Down, state.Health);
        Assert.Equal(1, state.ConsecutiveFailures);
        Assert.Equal(("h0", 5, 9L, "7"), (state.Sha256, state.Records, state.Bytes, state.Cursor));
        Assert.Equal(Start, state.LastOkAt);
        Assert.NotNull(state.LastAt);
        Assert.NotNull(state.Validators);
        Assert.Equal(ErrorKind.Reset, state.LastFetch!.Error!.Kind);
    }

    [Fact]
    public void UpdateState_FailureInTheMiddleOfASet_DropsWhatWasStaged()
    {
        var state = new SourceState { Checkpoint = new PageCheckpoint { Runs = ["r1"], StartedAt = Start } };
        var rows = Fail(state, new FetchError(ErrorKind.Reset, "broke"));
        Assert.True(rows.DropsStaged);
        Assert.Null(rows.Publish);
        Assert.Null(state.Checkpoint);
    }

    [Fact]
    public void UpdateState_AppliedSource_KeepsItsDefinition()
    {
        var applied = Bare with { Tags = ["kept"] };
        var state = new SourceState { Applied = true, Definition = applied };
        var good = Good(state, "h1");
        good.UpdateState(state, good.ToRows(state, [Wish("r1")]), null);
        Assert.Same(applied, state.Definition);
    }

    [Fact]
    public void UpdateState_BareUrlThatAnsweredAtOnce_WritesNothingButTheOldFields()
    {
        var state = new SourceState();
        var good = Good(state, "h1");
        good.UpdateState(state, good.ToRows(state, [Wish("r1")]), null);
        Assert.Equal(
            ["stateVersion", "definition", "applied", "health", "lastOkAt", "consecutiveFailures", "records", "bytes", "sha256", "contentParts", "contentSha256", "lastRun"],
            JsonSerializer.SerializeToElement(state, StoreJson.Options).EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void UpdateState_SourceOfAFile_ReadsBackFromItsJson()
    {
        var state = new SourceState();
        var good = Good(state, "h1", OfAFile) with { Validators = new Validators("\"e\"", null), FreshFor = TimeSpan.FromMinutes(1) };
        good.UpdateState(state, good.ToRows(state, [Wish("r1")]), null);
        var read = JsonSerializer.Deserialize<SourceState>(JsonSerializer.Serialize(state, StoreJson.Options), StoreJson.Options)!;
        Assert.Equal(good.Report.Attempts, read.LastFetch!.Attempts);
        Assert.Empty(read.LastFetch.Samples);
        Assert.Equal(("\"e\"", DueReason.Freshness, state.NextDue), (read.Validators!.Values.ETag, read.DueBecause, read.NextDue));
        Assert.Equal(DefinitionFingerprint.Of(OfAFile), read.Fingerprint);
    }

    private static FetchRequest Wish(string run) => new() { Run = run, Shard = 0, Position = 0, Options = new GatherOptions { Content = true } };

    private static FetchJob Job(SourceState state, SourceDefinition source) =>
        FetchJob.Stored(state, source, FetchPlan.For(source, new GatherOptions(), null, Start), Wish("r1"), Start);

    private static FetchedSource Good(SourceState state, string sha256, SourceDefinition? source = null)
    {
        var job = Job(state, source ?? Bare);
        return new FetchedSource
        {
            Job = job,
            Status = 200,
            Attempts = 1,
            Bytes = 1,
            Sha256 = sha256,
            Unchanged = job.KeptSha256 == sha256,
            LeavesRecords = job.KeptSha256 == sha256,
            StartedAt = Start,
            EndedAt = Start + TimeSpan.FromMilliseconds(12.4),
            Duration = TimeSpan.FromMilliseconds(12.4),
            Rows = [new byte[] { 0x31 }],
            Body = new byte[] { 0x31 },
            Report = new FetchReport { Run = "r1", Pages = 1, Attempts = [new AttemptReport { StartedAt = Start.AddTicks(-4567), Duration = TimeSpan.FromMilliseconds(12), Status = 200, Bytes = 1 }] },
        };
    }

    private static FetchRows Fail(SourceState state, FetchError error)
    {
        var failed = FetchedSource.Failed(Job(state, Bare), error, null, Start);
        var rows = failed.ToRows(state, [Wish("r1")]);
        failed.UpdateState(state, rows, null);
        return rows;
    }
}
