using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Tests.Storing;

/// <summary>Who may write a run's row, on every kind of store.</summary>
public abstract class RunRowsTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Over = TimeSpan.FromSeconds(-1);
    private static readonly TimeSpan PlannedFor = TimeSpan.FromMinutes(15);

    protected abstract Task<StoreAddress> NewStore();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static RunStatus Running => new()
    {
        Run = "r", State = RunState.Running, Sources = 3, Ok = 1, Failed = 0, StartedAt = TestStore.Outcome("a", "r").StartedAt,
    };

    [Fact]
    public async Task Save_AfterTheEnd_ChangesNothing()
    {
        await using var store = await TestStore.Open(await NewStore());
        var rows = RowsOf(store);
        var ended = Running with { State = RunState.Completed, Ok = 2, Failed = 1, FinishedAt = Running.StartedAt.AddSeconds(1.5) };
        Assert.Equal(1, (await rows.Take(Running, "one", Lease, Cancellation)).Epoch);
        Assert.Equal(2, (await rows.Save(Running with { Ok = 2 }, 1, Lease, Cancellation))!.Ok);
        Assert.Equal(ended.FinishedAt, (await rows.Save(ended, 1, Lease, Cancellation))!.FinishedAt);
        Assert.Equal(RunState.Completed, (await rows.Save(Running, 1, Lease, Cancellation))!.State);
        Assert.Equal(new RunRow(RunState.Completed, 2, 1, ended.FinishedAt, 1, "one"), await rows.Take(Running, "two", Lease, Cancellation));
        Assert.Equal(
            [["r", "completed", 3L, 2L, 1L, "2026-07-30T12:34:56.789Z", "2026-07-30T12:34:58.289Z", 1L, "one", null]],
            await store.Rows("SELECT run, state, sources, ok, failed, started_at, finished_at, epoch, owner, lease_until FROM runs"));
    }

    [Fact]
    public async Task Save_ByOneWhoseRunWasTaken_WritesNothingAndTellsWhoHasIt()
    {
        var address = await NewStore();
        await using var store = await TestStore.Open(address);
        await using var other = TestStore.Unprepared(address);
        var (zombie, successor) = (RowsOf(store), RowsOf(other));
        var old = await zombie.Take(Running, "zombie", Lease, Cancellation);
        var now = await successor.Take(Running, "successor", Lease, Cancellation);
        await successor.Save(Running with { Ok = 3 }, now.Epoch, Lease, Cancellation);
        var before = await store.Rows("SELECT * FROM runs");

        var told = await zombie.Save(Running with { State = RunState.Cancelled, FinishedAt = Running.StartedAt }, old.Epoch, Lease, Cancellation);
        await zombie.Release("r", old.Epoch, Cancellation);
        Assert.Equal(new RunRow(RunState.Running, 3, 0, null, 2, "successor"), told);
        Assert.Equal(before, await store.Rows("SELECT * FROM runs"));
    }

    [Fact]
    public async Task Take_ByTwentyAtOnce_EachHasAnEpochAndTheLastHoldsIt()
    {
        var address = await NewStore();
        await using var store = await TestStore.Open(address);
        await using var other = TestStore.Unprepared(address);
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            var rows = RowsOf(i % 2 == 0 ? store : other);
            return (Owner: $"o{i}", Row: await rows.Take(Running, $"o{i}", Lease, Cancellation));
        })));
        Assert.Equal(20L, await store.Value("SELECT epoch FROM runs"));
        var holders = await Task.WhenAll(taken.Where(t => t.Row.Owner == t.Owner).Select(async t => (t.Owner, Row: await RowsOf(store).Save(Running, t.Row.Epoch, Lease, Cancellation))));
        Assert.Equal(await store.Value("SELECT owner FROM runs"), Assert.Single(holders, h => h.Row!.Owner == h.Owner).Owner);
    }

    [Fact]
    public async Task Save_RunWithoutRow_IsNull()
    {
        await using var store = await TestStore.Open(await NewStore());
        Assert.Null(await RowsOf(store).Save(Running, 1, Lease, Cancellation));
        Assert.Equal(0L, await store.Value("SELECT COUNT(*) FROM runs"));
    }

    [Fact]
    public async Task ListAbandoned_RunsOfEveryKind_GivesTheUnfinishedOnesThatNobodyRenews()
    {
        await using var store = await TestStore.Open(await NewStore());
        var rows = RowsOf(store);
        var now = TimeProvider.System.GetUtcNow();
        await rows.Take(Running with { Run = "driven" }, "o", Lease, Cancellation);
        await rows.Take(Running with { Run = "lost" }, "o", Over, Cancellation);
        var released = await rows.Take(Running with { Run = "released" }, "o", Lease, Cancellation);
        await rows.Release("released", released.Epoch, Cancellation);
        await rows.Take(Running with { Run = "ended", State = RunState.Completed, FinishedAt = now }, "o", Over, Cancellation);
        await rows.Take(Running with { Run = "plan", State = RunState.Planning, StartedAt = now }, "o", Over, Cancellation);
        await rows.Take(Running with { Run = "plan-left", State = RunState.Planning, StartedAt = now.AddMinutes(-16) }, "o", Over, Cancellation);
        await using (var connection = await store.Database.Open(Cancellation))
        {
            // As a program that knows no leases writes it.
            await connection.Execute("INSERT INTO runs (run, state, sources, ok, failed, started_at) SELECT 'of-before', state, 1, 0, 0, started_at FROM runs WHERE run = 'lost'", Cancellation);
        }

        var all = await rows.ListAbandoned("", 100, PlannedFor, Cancellation);
        Assert.Equal(
            [new("lost", RunState.Running), new("of-before", RunState.Running), new("plan-left", RunState.Planning), new AbandonedRun("released", RunState.Running)], all);
        Assert.Equal(all.Take(2), await rows.ListAbandoned("", 2, PlannedFor, Cancellation));
        Assert.Equal(all.Skip(2), await rows.ListAbandoned("of-before", 2, PlannedFor, Cancellation));
    }

    private static IRunRows RowsOf(TestStore store) => store.Services.GetRequiredService<IRunRows>();
}

public sealed class SqliteRunRowsTests : RunRowsTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(TestStore.NewFile());
}
