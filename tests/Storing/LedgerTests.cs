using System.Security.Cryptography;
using System.Text;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Scheduling;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Storing;

/// <summary>What the ledger promises, on every kind of store.</summary>
public abstract class LedgerTests
{
    protected abstract Task<StoreAddress> NewStore();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commit_ThenFind_GivesTheOutcomeExactly()
    {
        await using var store = await TestStore.Open(await NewStore());
        var failed = TestStore.Outcome("a", "r") with
        {
            Ok = false, Status = null, Error = new FetchError(ErrorKind.BlockedAddress, "It's \\ a \"private\" address 🌾\n\0."), Sha256 = null,
            Url = "http://origin/ü?a=1&b='2'", Shard = 3, Position = 7, Bytes = 5_000_000_000,
        };
        await store.Ledger.Commit(new FetchRows { Source = "a", Outcomes = [failed] }, Cancellation);
        Assert.Equal(failed, await store.Ledger.FindOutcome("r", "a", Cancellation));
        Assert.Null(await store.Ledger.FindOutcome("r", "b", Cancellation));
    }

    [Fact]
    public async Task Commit_OutcomeThatStands_KeepsTheFirstAndTellsIt()
    {
        await using var store = await TestStore.Open(await NewStore());
        var first = TestStore.Outcome("a", "r");
        await store.Ledger.Commit(new FetchRows { Source = "a", Outcomes = [first] }, Cancellation);
        var repeated = new FetchRows { Source = "a", Outcomes = [first] };
        await store.Ledger.Commit(repeated, Cancellation);
        Assert.Empty(repeated.Stood);
        var other = new FetchRows { Source = "a", Outcomes = [first with { Attempts = 4 }, TestStore.Outcome("a", "r2")] };
        await store.Ledger.Commit(other, Cancellation);
        Assert.Equal([first], other.Stood);
        Assert.Equal(first, await store.Ledger.FindOutcome("r", "a", Cancellation));
        Assert.NotNull(await store.Ledger.FindOutcome("r2", "a", Cancellation));
    }

    [Fact]
    public async Task Commit_Records_ReplaceTheSourcesRecords()
    {
        await using var store = await TestStore.Open(await NewStore());
        var state = await store.Read("a");
        TestStore.Fetch(state, "a", "r1", "1", "2", "3");
        await store.Write("a", state);
        TestStore.Fetch(state, "a", "r2", "\"it's\"", "{\"b\":\"\\u0000\"}", "\"*/ ?x @y /*\"");
        await store.Write("a", state);
        Assert.Equal(
            [[0L, "r2", "\"it's\""], [1L, "r2", "{\"b\":\"\\u0000\"}"], [2L, "r2", "\"*/ ?x @y /*\""]],
            await store.Rows("SELECT seq, run, data FROM records WHERE source = 'a' ORDER BY seq"));
        TestStore.Fetch(state, "a", "r3");
        await store.Write("a", state);
        Assert.Equal(0L, await store.Value("SELECT COUNT(*) FROM records"));
    }

    [Fact]
    public async Task Commit_WithoutState_AlsoRemovesRecordsThatNobodyCounted()
    {
        await using var store = await TestStore.Open(await NewStore());
        await store.Ledger.Commit(Rows("a", "r1", "1", "2", "3"), Cancellation);
        await store.Ledger.Commit(Rows("a", "r2", "4"), Cancellation);
        Assert.Equal([["4"]], await store.Rows("SELECT data FROM records"));
    }

    [Fact]
    public async Task Commit_ManyAtOnce_AllAreThere()
    {
        await using var store = await TestStore.Open(await NewStore());
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => store.Ledger.Commit(
            new FetchRows
            {
                Source = $"s{i}", Outcomes = [TestStore.Outcome($"s{i}", "r") with { Shard = i / 256, Position = i % 256, Ok = i % 10 != 0, Error = i % 10 != 0 ? null : new FetchError(ErrorKind.Timeout, "late") }],
            }, Cancellation)));
        Assert.Equal(
            [new ShardCount(0, 230, 26), new ShardCount(1, 230, 26), new ShardCount(2, 231, 25), new ShardCount(3, 209, 23)],
            await store.Ledger.CountByShard("r", Cancellation));
        var shard = await store.Ledger.ReadShard("r", 3, Cancellation);
        Assert.Equal(Enumerable.Range(0, 232), shard.Select(outcome => outcome.Position));
        Assert.Empty(await store.Ledger.ReadShard("other", 3, Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData((64 * 1024) - 1)]
    [InlineData(64 * 1024)]
    [InlineData(1024 * 1024)]
    [InlineData((5 * 1024 * 1024) + 1)]
    public async Task Commit_Content_IsReadBackInParts(int bytes)
    {
        await using var store = await TestStore.Open(await NewStore());
        var body = new byte[bytes];
        new Random(bytes).NextBytes(body);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(body));
        await store.Ledger.Commit(
            new FetchRows { Source = "a", Outcomes = [TestStore.Outcome("a", "r") with { Sha256 = sha256 }], Content = body, ContentCharset = "utf-8" }, Cancellation);
        using var read = new MemoryStream();
        for (var part = 0; ; part++)
        {
            var found = await store.Ledger.ReadContent("a", sha256, part, Cancellation);
            Assert.NotNull(found);
            Assert.InRange(found.Bytes.Length, 0, 1024 * 1024);
            Assert.Equal("utf-8", found.Charset);
            read.Write(found.Bytes);
            if (found.Last)
            {
                break;
            }
        }

        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(read.ToArray())));
        Assert.Null(await store.Ledger.ReadContent("a", new string('0', 64), 0, Cancellation));
    }

    [Fact]
    public async Task Commit_SmallerContent_RemovesTheRest()
    {
        await using var store = await TestStore.Open(await NewStore());
        await store.Ledger.Commit(Content("a", "r1", 3 * 1024 * 1024), Cancellation);
        await store.Ledger.Commit(Content("a", "r2", 10), Cancellation);
        Assert.Equal([[0L, 1L]], await store.Rows("SELECT part, last FROM contents"));
    }

    [Fact]
    public async Task Commit_TwentyMegabytesOfRecords_AreAllThere()
    {
        await using var store = await TestStore.Open(await NewStore());
        var records = Enumerable.Range(0, 20_000).Select(i => $"{{\"n\":{i},\"text\":\"{new string((char)('a' + (i % 26)), 1_000)}\"}}").Append($"\"{new string('z', 3_000_000)}\"").ToArray();
        await store.Ledger.Commit(Rows("a", "r", records), Cancellation);
        Assert.Equal([[20_001L, (long)records.Sum(record => record.Length)]], (await store.Rows("SELECT COUNT(*), SUM(LENGTH(data)) FROM records"))
            .Select(row => row.Select(value => (object?)Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)).ToArray()));
    }

    [Fact]
    public async Task Commit_OneThatTheStoreRefuses_FailsAlone()
    {
        await using var store = await TestStore.Open(await NewStore());
        if (store.Database.IsSqlite)
        {
            await using var connection = await store.Database.Open(Cancellation);
            await connection.Execute("CREATE TRIGGER t BEFORE INSERT ON outcomes WHEN length(NEW.run) > 64 BEGIN SELECT RAISE(ABORT, 'too long'); END", Cancellation);
        }

        var commits = Enumerable.Range(0, 100).Select(i => store.Ledger.Commit(
            new FetchRows { Source = $"s{i}", Outcomes = [TestStore.Outcome($"s{i}", i == 42 ? new string('r', 65) : "r")] }, Cancellation)).ToList();
        await Assert.ThrowsAsync<StoreException>(() => commits[42]);
        await Task.WhenAll(commits.Where((_, i) => i != 42));
        Assert.Equal(99L, await store.Value("SELECT COUNT(*) FROM outcomes"));
    }

    [Fact]
    public async Task ListApplied_PageByPage_GivesTheAppliedOnesByTag()
    {
        await using var store = await TestStore.Open(await NewStore());
        await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
        {
            var state = await store.Read($"s{i:00}");
            state.State!.Definition = new SourceDefinition { Name = $"s{i:00}", Url = "http://x", Tags = i % 3 == 0 ? ["news", "it's"] : ["other"] };
            state.State.Applied = i < 20;
            await store.Write($"s{i:00}", state);
        }));
        var first = await store.Ledger.ListApplied("", 15, null, Cancellation);
        Assert.Equal(Enumerable.Range(0, 15).Select(i => $"s{i:00}"), first);
        Assert.Equal(Enumerable.Range(15, 5).Select(i => $"s{i:00}"), await store.Ledger.ListApplied(first[^1], 15, null, Cancellation));
        Assert.Equal(["s00", "s03", "s06", "s09", "s12", "s15", "s18"], await store.Ledger.ListApplied("", 100, "it's", Cancellation));
        Assert.Empty(await store.Ledger.ListApplied("", 100, "none", Cancellation));
    }

    [Fact]
    public async Task Sources_View_ShowsTheStateInColumns()
    {
        await using var store = await TestStore.Open(await NewStore());
        var state = await store.Read("a");
        state.State = new SourceState
        {
            Definition = new SourceDefinition { Name = "a", Url = $"http://x/{new string('u', 600)}" }, Applied = true, Health = SourceHealth.Down,
            LastOkAt = new DateTimeOffset(2026, 7, 30, 12, 0, 0, TimeSpan.Zero), ConsecutiveFailures = 3, NextDue = new DateTimeOffset(2026, 7, 30, 12, 0, 1, 250, TimeSpan.Zero),
            Records = 4, Bytes = 5_000_000_000, Sha256 = "ab", LastAt = new DateTimeOffset(2026, 7, 30, 12, 0, 2, TimeSpan.Zero), Paused = true,
            DueBecause = DueReason.RetryAfter, Cursor = "2026-07-30",
        };
        await store.Write("a", state);
        await store.Write("b", await store.Read("b"));
        Assert.Equal(
            [
                ["a", $"http://x/{new string('u', 600)}", "down", "2026-07-30T12:00:00.000Z", 3L, "2026-07-30T12:00:01.250Z", 4L, 5_000_000_000L, "ab", 1L],
                ["b", null, "unknown", null, 0L, null, 0L, 0L, null, 0L],
            ],
            await store.Rows("SELECT source, url, health, last_ok_at, consecutive_failures, next_due, records, bytes, sha256, applied FROM sources ORDER BY source"));
        Assert.Equal(
            [["2026-07-30T12:00:02.000Z", 1L, "retry-after", "2026-07-30", 1L], [null, 0L, null, null, 0L]],
            await store.Rows("SELECT last_at, paused, due_because, cursor_value, stale FROM sources ORDER BY source"));
    }

    [Fact]
    public async Task DeleteRecords_OfASource_LeavesTheOthers()
    {
        await using var store = await TestStore.Open(await NewStore());
        await store.Ledger.Commit(Rows("a", "r", "1"), Cancellation);
        await store.Ledger.Commit(Rows("b", "r", "2"), Cancellation);
        await store.Ledger.Commit(Content("a", "r", 10), Cancellation);
        await store.Ledger.DeleteRecords("a", Cancellation);
        Assert.Equal([["b"]], await store.Rows("SELECT source FROM records"));
        Assert.Equal(0L, await store.Value("SELECT COUNT(*) FROM contents"));
        Assert.Equal(2L, await store.Value("SELECT COUNT(*) FROM outcomes"));
    }

    [Fact]
    public async Task ListScheduled_SourcesOfEverySort_GivesThoseToBeFetchedByThemselvesPageByPage()
    {
        await using var store = await TestStore.Open(await NewStore());
        var hourly = new ScheduleDefinition { Cron = "0 * * * *", Zone = "Europe/Berlin", Overlap = OverlapPolicy.Queue, CatchUp = false };
        var every = new ScheduleDefinition { Every = TimeSpan.FromMinutes(5) };
        var due = new DateTimeOffset(2026, 7, 30, 12, 0, 0, TimeSpan.Zero);
        await Put("a", hourly, _ => { });
        await Put("b-without", null, _ => { });
        await Put("c-paused", every, state => state.Paused = true);
        await Put("d-gathered", every, state => state.Applied = false);
        await Put("e-turn", every, state => (state.NextDue, state.DueBecause) = (due, DueReason.Schedule));
        await Put("f-fresh", every, state => (state.NextDue, state.DueBecause) = (due, DueReason.Freshness));
        await Put("g-patient", every, state => (state.NextDue, state.DueBecause) = (due, DueReason.RetryAfter));
        ScheduledSource[] expected = [new("a", hourly, null), new("e-turn", every, null), new("f-fresh", every, due), new("g-patient", every, due)];
        Assert.Equal(expected, await store.Ledger.ListScheduled("", 10, Cancellation));
        Assert.Equal(expected[..2], await store.Ledger.ListScheduled("", 2, Cancellation));
        Assert.Equal(expected[2..], await store.Ledger.ListScheduled("e-turn", 2, Cancellation));

        async Task Put(string name, ScheduleDefinition? schedule, Action<SourceState> change)
        {
            var state = await store.Read(name);
            // A header that looks like one is none.
            state.State!.Definition = new SourceDefinition { Name = name, Url = "http://origin/", Schedule = schedule, Headers = [new HeaderField("X", "\"schedule\":{")] };
            state.State.Applied = true;
            change(state.State);
            await store.Write(name, state);
        }
    }

    [Fact]
    public async Task Commit_StagedRows_AreSeenByNobodyUntilAllArePublished()
    {
        await using var store = await TestStore.Open(await NewStore());
        await store.Ledger.Commit(Rows("a", "r1", "1", "2", "3", "4", "5"), Cancellation);
        await store.Ledger.Commit(Staged("a", 0, "6", "7"), Cancellation);
        // Asked again after a lost answer.
        await store.Ledger.Commit(Staged("a", 0, "6", "7"), Cancellation);
        await store.Ledger.Commit(Staged("a", 2, "\"it's\"", "9"), Cancellation);
        await store.Ledger.Commit(Staged("b", 0, "0"), Cancellation);
        Assert.Equal((4, 3), (await store.Ledger.CountStaged("a", 4, Cancellation), await store.Ledger.CountStaged("a", 3, Cancellation)));
        Assert.Equal(5L, await store.Value("SELECT COUNT(*) FROM records"));
        var publish = Rows("a", "r2") with { Records = null, Publish = new Publishing(PublishKind.Replace, 3, Restates: false) };
        await store.Ledger.Commit(publish, Cancellation);
        await store.Ledger.Commit(publish, Cancellation);
        Assert.Equal([[0L, "r2", "6"], [1L, "r2", "7"], [2L, "r2", "\"it's\""]], await store.Rows("SELECT seq, run, data FROM records ORDER BY seq"));
        Assert.Equal([["b"]], await store.Rows("SELECT source FROM staged_records"));
    }

    [Fact]
    public async Task Commit_Merge_UpdatesInPlaceAppendsAndKeepsTheLastOfAKey()
    {
        await using var store = await TestStore.Open(await NewStore());
        await Merge(store, "r1", restates: false, expectedNew: 2, ("a", "1"), ("b", "2"), ("a", "3"));
        await Merge(store, "r2", restates: false, expectedNew: 2, ("d", "4"), ("b", "2"), ("a", "5"), ("c", "6"), ("d", "7"));
        await Merge(store, "r3", restates: false, expectedNew: 0, ("c", "6"));
        Assert.Equal(
            [[0L, "r1", "2"], [1L, "r2", "5"], [2L, "r2", "6"], [3L, "r2", "7"]],
            await store.Rows("SELECT seq, run, data FROM records WHERE source = 'm' ORDER BY seq"));
        await Merge(store, "r4", restates: true, expectedNew: 2, ("a", "8"), ("z", "9"));
        Assert.Equal([[0L, "8"], [1L, "9"]], await store.Rows("SELECT seq, data FROM records WHERE source = 'm' ORDER BY seq"));
        Assert.Equal(2L, await store.Value("SELECT COUNT(*) FROM record_keys"));
    }

    [Fact]
    public async Task Commit_DropsStagedAndKeys_LeavesTheRecords()
    {
        await using var store = await TestStore.Open(await NewStore());
        await Merge(store, "r1", restates: false, expectedNew: 1, ("a", "1"));
        await store.Ledger.Commit(Staged("m", 0, "2"), Cancellation);
        await store.Ledger.Commit(Rows("m", "r2") with { Records = null, DropsStaged = true, DropsKeys = true }, Cancellation);
        Assert.Equal([[1L, 0L, 0L]], await store.Rows("SELECT (SELECT COUNT(*) FROM records), (SELECT COUNT(*) FROM staged_records), (SELECT COUNT(*) FROM record_keys)"));
    }

    [Fact]
    public async Task Commit_TwentyMegabytesStaged_BecomeRecordsTogether()
    {
        await using var store = await TestStore.Open(await NewStore());
        var large = new string('x', 1_000);
        for (var part = 0; part < 5; part++)
        {
            await store.Ledger.Commit(Staged("a", part * 4_000, [.. Enumerable.Range(0, 4_000).Select(i => $"\"{part}-{i}-{large}\"")]), Cancellation);
        }

        await store.Ledger.Commit(Staged("a", 20_000, $"\"{new string('z', 3_000_000)}\""), Cancellation);
        await store.Ledger.Commit(Rows("a", "r") with { Records = null, Publish = new Publishing(PublishKind.Replace, 20_001, Restates: false) }, Cancellation);
        Assert.Equal(20_001L, await store.Value("SELECT COUNT(*) FROM records WHERE run = 'r'"));
        Assert.Equal(0L, await store.Value("SELECT COUNT(*) FROM staged_records"));
    }

    /// <summary>Stages rows with a key each, counts those that are new, and merges them, twice as after a lost answer.</summary>
    private static async Task Merge(TestStore store, string run, bool restates, int expectedNew, params (string Key, string Data)[] rows)
    {
        var staged = rows.Select(row => new StagedRow(row.Key.PadRight(64, '0'), Encoding.UTF8.GetBytes(row.Data))).ToList();
        await store.Ledger.Commit(new FetchRows { Source = "m", Outcomes = [], Staged = staged, StagedFrom = 0 }, Cancellation);
        Assert.Equal(expectedNew, await store.Ledger.CountNewKeys("m", rows.Length, restates, Cancellation));
        var publish = Rows("m", run) with { Records = null, Publish = new Publishing(PublishKind.Merge, rows.Length, restates) };
        await store.Ledger.Commit(publish, Cancellation);
        await store.Ledger.Commit(publish, Cancellation);
    }

    private static FetchRows Staged(string source, int from, params string[] rows) => new()
    {
        Source = source, Outcomes = [], Staged = [.. rows.Select(row => new StagedRow(null, Encoding.UTF8.GetBytes(row)))], StagedFrom = from,
    };

    private static FetchRows Rows(string source, string run, params string[] records) => new()
    {
        Source = source, Outcomes = [TestStore.Outcome(source, run)], Records = [.. records.Select(record => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(record))],
    };

    private static FetchRows Content(string source, string run, int bytes) => new()
    {
        Source = source, Outcomes = [TestStore.Outcome(source, run)], Content = new byte[bytes],
    };
}

public sealed class SqliteLedgerTests : LedgerTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(TestStore.NewFile());
}
