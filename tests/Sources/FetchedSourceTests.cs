using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Parsing;
using Gleaner.Pipeline.Sources;

namespace Gleaner.Tests.Sources;

public sealed class FetchedSourceTests
{
    private static readonly DateTimeOffset Start = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);
    private static readonly SourceDefinition Source = new() { Name = "a", Url = "http://a/" };

    [Fact]
    public void ToRows_NewBody_ReplacesTheRecords()
    {
        var rows = Good("h1").ToRows(new SourceState { Sha256 = "h0", Records = 7 }, [Wish("r1")]);
        Assert.Single(rows.Records!);
        Assert.Equal(7, rows.PreviousRecords);
        Assert.False(rows.Outcomes[0].Unchanged);
    }

    [Fact]
    public void ToRows_SameBody_IsUnchangedAndLeavesTheRecords()
    {
        var rows = Good("h1").ToRows(new SourceState { Sha256 = "h1" }, [Wish("r1")]);
        Assert.Null(rows.Records);
        Assert.True(rows.Outcomes[0].Unchanged);
        Assert.Equal(1, rows.Outcomes[0].Records);
    }

    [Fact]
    public void ToRows_TwoRunsSharedTheFetch_EachHasItsOutcomeInItsPlace()
    {
        var rows = Good("h1").ToRows(new SourceState(), [Wish("r1"), Wish("r2") with { Shard = 3, Position = 4 }]);
        Assert.Equal(["r1", "r2"], rows.Outcomes.Select(o => o.Run));
        Assert.Equal((3, 4), (rows.Outcomes[1].Shard, rows.Outcomes[1].Position));
    }

    [Fact]
    public void ToRows_ContentAskedAndOlderContentKept_StoresTheNewBody()
    {
        var state = new SourceState { Sha256 = "h1", ContentSha256 = "h0", ContentParts = 1 };
        Assert.NotNull(Good("h1").ToRows(state, [Wish("r1")]).Content);
    }

    [Fact]
    public void ToRows_ContentNotAskedFor_KeepsNone()
    {
        var good = Good("h1") with { KeepContent = false };
        Assert.Null(good.ToRows(new SourceState(), [Wish("r1")]).Content);
    }

    [Fact]
    public void ToRows_ParseFailed_IsAFailureWithItsKind()
    {
        var bad = Good("h1") with { Parsed = new ParsedBody { Error = new FetchError(ErrorKind.Parse, "no") } };
        var outcome = bad.ToRows(new SourceState(), [Wish("r1")]).Outcomes[0];
        Assert.False(outcome.Ok);
        Assert.Equal(ErrorKind.Parse, outcome.Error!.Kind);
    }

    [Fact]
    public void UpdateState_AfterFailures_GoodFetchMakesItUp()
    {
        var state = new SourceState { ConsecutiveFailures = 3, Health = SourceHealth.Down };
        var good = Good("h1");
        good.UpdateState(state, good.ToRows(state, [Wish("r1")]));
        Assert.Equal(SourceHealth.Up, state.Health);
        Assert.Equal(0, state.ConsecutiveFailures);
        Assert.Equal("r1", state.LastRun);
    }

    [Fact]
    public void UpdateState_Failure_CountsAndKeepsTheSnapshot()
    {
        var state = new SourceState { Sha256 = "h0", Records = 5, Bytes = 9, Health = SourceHealth.Up };
        var failed = new FetchedSource(Source, Result(null, new FetchError(ErrorKind.Reset, "broke")), null, false);
        failed.UpdateState(state, failed.ToRows(state, [Wish("r1")]));
        Assert.Equal(SourceHealth.Down, state.Health);
        Assert.Equal(1, state.ConsecutiveFailures);
        Assert.Equal(("h0", 5, 9L), (state.Sha256, state.Records, state.Bytes));
    }

    [Fact]
    public void UpdateState_AppliedSource_KeepsItsDefinition()
    {
        var applied = Source with { Tags = ["kept"] };
        var state = new SourceState { Applied = true, Definition = applied };
        var good = Good("h1");
        good.UpdateState(state, good.ToRows(state, [Wish("r1")]));
        Assert.Same(applied, state.Definition);
    }

    private static FetchRequest Wish(string run) => new() { Run = run, Shard = 0, Position = 0, Options = new GatherOptions() };

    private static FetchedSource Good(string sha256) =>
        new(Source, Result(sha256, null), new ParsedBody { Records = [new byte[] { 0x31 }] }, KeepContent: true);

    private static FetchResult Result(string? sha256, FetchError? error) => new()
    {
        Status = 200,
        Sha256 = sha256,
        Error = error,
        Body = new byte[] { 0x31 },
        Bytes = 1,
        StartedAt = Start,
        Duration = TimeSpan.FromMilliseconds(12.4),
        Attempts = [new Attempt(Start, TimeSpan.Zero, 200, error, 1, TimeSpan.Zero)],
    };
}
