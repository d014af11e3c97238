using Gleaner.Client.Output;
using Gleaner.Client.Verifying;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Client.Verifying;

/// <summary>Each way to break a promise is found, on both kinds of stores; what was kept is not blamed.</summary>
public sealed class RunOracleTests
{
    private const string Run = "r1";

    private static readonly string HashA = new('a', 64);
    private static readonly string HashB = new('b', 64);

    public static TheoryData<string> Stores => ["sqlite", "mysql"];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Verify_RunThatKeptAll_Holds(string kind)
    {
        await using var store = await Open(kind);
        await Insert(store, "completed", 3, Row("a"), Row("b"), Row("c", ok: false));
        var verdict = await Verify(store, Sent("/a", "/a", "/b"), [Shown("a"), Shown("b"), new AcknowledgedOutcome("c", false, null)]);
        Assert.True(verdict.Holds);
        Assert.Empty(verdict.Violations);
        Assert.Equal((3, 3, 2, 3, 1), (verdict.Sources, verdict.Outcomes, verdict.Ok, verdict.Acknowledged, verdict.ExtraFetches));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Verify_EachBrokenPromise_IsCountedAndNamed(string kind)
    {
        await using var store = await Open(kind);
        await Insert(store, "completed", 5, Row("a"), Row("b"), Row("c"));
        var sent = Sent("/a", "/b");
        sent.Add("/c", HashB);
        var verdict = await Verify(store, sent, [Shown("a"), new AcknowledgedOutcome("b", true, HashB), Shown("gone")]);
        Assert.False(verdict.Holds);
        Assert.Equal((2, 1, 0, 2), (verdict.Lost, verdict.Torn, verdict.Duplicates, verdict.Missing));
        Assert.Equal(
            ["Lost b", "Lost gone", "Missing ", "Torn c"],
            verdict.Violations.Select(violation => $"{violation.Kind} {violation.Source}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Verify_RowsOfOneSourceTwice_AreDuplicates()
    {
        await using var store = await Open("sqlite");
        // The key of the table forbids it: this is the table as it would be if that were forgotten.
        await Write(store, "DROP TABLE outcomes", "CREATE TABLE outcomes (run TEXT, source TEXT, url TEXT, ok INT, status INT, sha256 TEXT)");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await Write(store, $"INSERT INTO outcomes VALUES ('{Run}', 'a', 'http://origin/a', 1, 200, '{HashA}')");
        }

        await Write(store, $"INSERT INTO runs (run, state, sources, ok, failed, started_at) VALUES ('{Run}', 'completed', 1, 1, 0, '2026-07-30 12:00:00')");
        var verdict = await Verify(store, Sent("/a"), null);
        Assert.Equal((1, 2, 0), (verdict.Duplicates, verdict.Outcomes, verdict.Missing));
        Assert.Null(verdict.Acknowledged);
    }

    [Fact]
    public async Task Verify_RunThatGoesOn_MissesNothingYet()
    {
        await using var store = await Open("sqlite");
        await Insert(store, "running", 5, Row("a"));
        Assert.True((await Verify(store, Sent("/a"), [])).Holds);
    }

    [Fact]
    public async Task Verify_NotModified_NeedsNoBody()
    {
        await using var store = await Open("sqlite");
        await Insert(store, "completed", 1, Row("a", status: 304));
        Assert.True((await Verify(store, new SentBodies(), null)).Holds);
    }

    [Fact]
    public async Task Verify_ManyViolations_AreAllCountedAndFewListed()
    {
        await using var store = await Open("sqlite");
        await Insert(store, "completed", 1, Row("a"));
        var verdict = await Verify(store, Sent("/a"), [.. Enumerable.Range(0, 500).Select(i => Shown($"gone-{i}"))]);
        Assert.Equal((500, RunVerdict.ListedOfAKind), (verdict.Lost, verdict.Violations.Count));
    }

    [Fact]
    public async Task Verify_UnknownRun_SaysSo()
    {
        await using var store = await Open("sqlite");
        var fault = await Assert.ThrowsAsync<UserErrorException>(() => Verify(store, new SentBodies(), null));
        Assert.StartsWith("There is no run r1 in sqlite:", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<TestStore> Open(string kind) => await TestStore.Open(kind == "mysql" ? await MySqlServer.NewDatabase() : TestStore.NewFile());

    private static Task<RunVerdict> Verify(TestStore store, SentBodies sent, IReadOnlyList<AcknowledgedOutcome>? acknowledged) =>
        new RunOracle(store.Address, TimeProvider.System).Verify(Run, sent, acknowledged, TestContext.Current.CancellationToken);

    private static AcknowledgedOutcome Shown(string source) => new(source, true, HashA);

    private static SentBodies Sent(params string[] paths)
    {
        var sent = new SentBodies();
        foreach (var path in paths)
        {
            sent.Add(path, HashA);
        }

        return sent;
    }

    private static string Row(string source, bool ok = true, int status = 200) =>
        $"('{Run}', '{source}', 'http://origin/{source}', {(ok ? 1 : 0)}, {status}, {(ok ? $"'{HashA}'" : "NULL")}, 1, 1, 1, 0, '2026-07-30 12:00:00', 1, 0, 0)";

    private static Task Insert(TestStore store, string state, int sources, params string[] rows) => Write(
        store,
        $"INSERT INTO runs (run, state, sources, ok, failed, started_at) VALUES ('{Run}', '{state}', {sources}, 0, 0, '2026-07-30 12:00:00')",
        "INSERT INTO outcomes (run, source, url, ok, status, sha256, attempts, bytes, records, unchanged, started_at, duration_ms, shard, position) VALUES "
            + string.Join(", ", rows));

    private static async Task Write(TestStore store, params string[] statements)
    {
        await using var connection = await store.Database.Open(TestContext.Current.CancellationToken);
        foreach (var statement in statements)
        {
            await connection.Execute(statement, TestContext.Current.CancellationToken);
        }
    }
}
