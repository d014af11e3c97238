using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Coordination;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Orleans.Storage;

namespace Gleaner.Tests.Coordination;

public sealed class RunLeaseTests
{
    private static readonly RunStatus Status = new() { Run = "r", State = RunState.Running, Sources = 1, Ok = 0, Failed = 0, StartedAt = DateTimeOffset.UnixEpoch };

    private readonly FakeTimeProvider _time = new();
    private readonly OneRow _row = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_TakenByAnother_FailsThenAndEverAfterWithoutAskingTheStoreAgain()
    {
        var (first, second) = (NewLease(), NewLease());
        await first.Take(Status, Cancellation);
        await first.Save(Status, Cancellation);
        await second.Take(Status, Cancellation);
        await Assert.ThrowsAsync<InconsistentStateException>(() => first.Save(Status, Cancellation));
        Assert.True(first.IsLost);
        var writes = _row.Writes;
        await Assert.ThrowsAsync<InconsistentStateException>(() => first.Save(Status, Cancellation));
        await first.Release();
        Assert.Throws<InconsistentStateException>(first.ThrowIfLost);
        Assert.Equal(writes, _row.Writes);
        Assert.Equal(2, (await second.Save(Status, Cancellation)).Epoch);
    }

    [Fact]
    public async Task Take_AnotherTookItBeforeTheRowWasRead_IsLost()
    {
        var lease = NewLease();
        _row.OwnerAfterTake = "another";
        await Assert.ThrowsAsync<InconsistentStateException>(() => lease.Take(Status, Cancellation));
        Assert.True(lease.IsLost);
    }

    [Fact]
    public async Task Take_RunThatHasEnded_TellsHow()
    {
        _row.Row = new RunRow(RunState.Cancelled, 3, 4, DateTimeOffset.UnixEpoch, 7, "before");
        Assert.Equal(_row.Row, await NewLease().Take(Status, Cancellation));
    }

    [Fact]
    public async Task IsDue_SinceTheLastRenewal_AfterTwoSeconds()
    {
        var lease = NewLease();
        await lease.Take(Status, Cancellation);
        Assert.False(lease.IsDue);
        _time.Advance(RunLease.RenewEvery);
        Assert.True(lease.IsDue);
        await lease.Save(Status, Cancellation);
        Assert.False(lease.IsDue);
    }

    [Fact]
    public async Task Release_StoreAway_IsLetBe()
    {
        var lease = NewLease();
        await lease.Take(Status, Cancellation);
        _row.Fault = new StoreException("The store is away.");
        await lease.Release();
        Assert.Equal(2, _row.Writes);
    }

    private RunLease NewLease() => new("r", "silo", _row, _time);

    /// <summary>The row of one run, by the rules of the tables.</summary>
    private sealed class OneRow : IRunRows
    {
        public RunRow? Row { get; set; }

        public string? OwnerAfterTake { get; set; }

        public Exception? Fault { get; set; }

        public int Writes { get; private set; }

        public Task<RunRow> Take(RunStatus status, string owner, TimeSpan lease, CancellationToken cancellation = default)
        {
            Writes++;
            if (Row?.FinishedAt is null)
            {
                Row = new RunRow(status.State, status.Ok, status.Failed, null, (Row?.Epoch ?? 0) + 1, OwnerAfterTake ?? owner);
            }

            return Task.FromResult(Row!);
        }

        public Task<RunRow?> Save(RunStatus status, int epoch, TimeSpan lease, CancellationToken cancellation = default)
        {
            Writes++;
            return Task.FromResult(Row);
        }

        public Task Release(string run, int epoch, CancellationToken cancellation = default)
        {
            Writes++;
            return Fault is null ? Task.CompletedTask : Task.FromException(Fault);
        }

        public Task<IReadOnlyList<AbandonedRun>> ListAbandoned(string after, int limit, TimeSpan plannedFor, CancellationToken cancellation = default) => throw new NotSupportedException();
    }
}
