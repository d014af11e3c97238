using System.Globalization;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Cluster;

/// <summary>Runs without a client on three silo processes over MySQL, of which the coordinator's dies, or only stands still until all hold it for dead.</summary>
public sealed class ZombieTests : IAsyncLifetime
{
    private const int Sources = 400;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private SiloCluster _cluster = null!;
    private TestStore _tables = null!;
    private string _run = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await SiloCluster.Start(3, Cancellation);
        _tables = await TestStore.Open(_cluster.Store);
    }

    public async ValueTask DisposeAsync()
    {
        await _tables.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Silo_StoppedUntilItIsDeclaredDeadAndContinued_WritesNothingMore()
    {
        var zombie = await StartRunAndFindItsCoordinator();
        await zombie.Signal("STOP");
        var stoppedAt = TimeProvider.System.GetTimestamp();
        try
        {
            // Nobody calls the run: the scan of the others takes it up.
            await Until(async () => (long)(await RunRow("epoch"))[0]! == 2);
            TestContext.Current.SendDiagnosticMessage($"taken over {TimeProvider.System.GetElapsedTime(stoppedAt).TotalSeconds:0.0} s after the coordinator stood still");
            await Until(async () => (string)(await RunRow("state"))[0]! == "completed");
        }
        finally
        {
            await zombie.Signal("CONT");
        }

        var row = await RunRow("*");
        var outcomes = await Outcomes();
        Assert.Equal(Sources, outcomes.Count);
        await AssertNoneFailed();

        // It learns that it is dead, and ends in its engine's way; whatever it still tried to write is refused.
        Assert.NotEqual(0, await zombie.WaitForExit(TimeSpan.FromSeconds(60), Cancellation));
        Assert.Equal(row, await RunRow("*"));
        Assert.Equal(outcomes, await Outcomes());
        await AssertNoneFailed();
    }

    [Fact]
    public async Task Silo_OfTheCoordinatorKilled_RunGoesOnWithoutAClient()
    {
        var victim = await StartRunAndFindItsCoordinator();
        await victim.Kill();
        var killedAt = TimeProvider.System.GetTimestamp();
        await Until(async () => (long)(await RunRow("epoch"))[0]! == 2);
        TestContext.Current.SendDiagnosticMessage($"taken over {TimeProvider.System.GetElapsedTime(killedAt).TotalSeconds:0.0} s after kill -9");
        await Until(async () => (string)(await RunRow("state"))[0]! == "completed");
        Assert.Equal(Sources, (await Outcomes()).Count);
        await AssertNoneFailed();
    }

    [Fact]
    public async Task Silos_AllKilledAndOthersStarted_RunGoesOnWithoutAClient()
    {
        await StartRunAndFindItsCoordinator();
        await _cluster.StopClient();
        await Task.WhenAll(_cluster.Silos.Select(silo => silo.Kill()));
        var done = (await Outcomes()).Count;
        Assert.InRange(done, 20, Sources - 1);

        // Nobody is left who would call the run.
        await _cluster.Add(1, Cancellation);
        var startedAt = TimeProvider.System.GetTimestamp();
        await Until(async () => (long)(await RunRow("epoch"))[0]! > 1);
        TestContext.Current.SendDiagnosticMessage($"taken over {TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds:0.0} s after the new silo joined");
        await Until(async () => (string)(await RunRow("state"))[0]! == "completed");
        Assert.Equal(Sources, (await Outcomes()).Count);
        await AssertNoneFailed();
    }

    private async Task<SiloProcessHandle> StartRunAndFindItsCoordinator()
    {
        _run = Gathering.NewRun();
        var options = new GatherOptions { AllowPrivate = true, Timeout = TimeSpan.FromSeconds(9), Deadline = TimeSpan.FromSeconds(30), Concurrency = 16 };
        var urls = Enumerable.Range(0, Sources).Select(i => _cluster.Origin.Url($"/slow/800/z{i}"));
        await Gathering.Start(
            _cluster.Grains, _run, urls.Select(url => new PlannedSource(SourceName.ForUrl(url), Gathering.Source(url) with { Politeness = new() })), options, Cancellation);
        var owner = (string)(await RunRow("owner"))[0]!;
        await Until(async () => (long)(await RunRow("ok"))[0]! > 20);
        return _cluster.Silos.Single(silo => owner.StartsWith(silo.Name + "/", StringComparison.Ordinal));
    }

    private async Task<object?[]> RunRow(string columns) => (await _tables.Rows($"SELECT {columns} FROM runs WHERE run = '{_run}'")).Single();

    private async Task<IReadOnlyList<string>> Outcomes() =>
        [.. (await _tables.Rows("SELECT * FROM outcomes ORDER BY run, source")).Select(row => string.Join('|', row.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))))];

    // What failed says why.
    private async Task AssertNoneFailed()
    {
        Assert.Empty(await _tables.Rows("SELECT error_kind, error_message, COUNT(*), MIN(started_at), MAX(started_at), MIN(attempts), MAX(attempts) FROM outcomes WHERE NOT ok GROUP BY error_kind, error_message"));
        Assert.Equal([(long)Sources, 0L], await RunRow("ok, failed"));
    }

    private Task Until(Func<Task<bool>> isTrue) => Eventually.Holds(
        isTrue,
        Patience,
        async () => $"{string.Join('|', await RunRow("*"))}\n{string.Join('\n', _cluster.Silos.Select(silo => $"{silo.Name}:\n{silo.Log}"))}");
}
