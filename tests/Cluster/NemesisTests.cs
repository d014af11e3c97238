using System.Globalization;
using Gleaner.Contracts.Runs;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Cluster;

/// <summary>Runs one after another while a seeded nemesis strikes; by hand for longer: <c>./gleaner bench chaos --minutes N --seed S</c>.</summary>
[Collection(ChaosRows.Name)]
public sealed class NemesisTests(ChaosFixture fixture) : IAsyncLifetime
{
    public const string MinutesVariable = "GLEANER_CHAOS_MINUTES";
    public const string SeedVariable = "GLEANER_CHAOS_SEED";

    private const int Sources = 600;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await fixture.Cluster.Heal();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Gather_FaultsBySeed_EveryRunKeepsItsPromises()
    {
        var cluster = fixture.Cluster;
        var minutes = TimeSpan.FromMinutes(double.Parse(Variable(MinutesVariable) ?? "1", CultureInfo.InvariantCulture));
        var nemesis = new Nemesis(cluster, int.Parse(Variable(SeedVariable) ?? "1", CultureInfo.InvariantCulture));
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        done.CancelAfter(minutes);
        var striking = nemesis.Strike(done.Token);
        var (runs, violations, failed) = (0, 0, 0);
        do
        {
            var run = Gathering.NewRun();
            var urls = ChaosRun.Urls(cluster, $"nemesis-{nemesis.Seed}-{runs}", Sources);
            var options = new GatherOptions { AllowPrivate = true, Concurrency = 64 };
            var (status, outcomes) = await Gathering.Gather(cluster.Grains, run, urls, options, Cancellation)
                .WaitAsync(ChaosRun.EndsWithin, TimeProvider.System, Cancellation);
            // The oracle reads past the proxy, and a database that is down is not its fault.
            var verdict = await Oracle.Patiently(() => Oracle.Verify(cluster.Store, run, cluster.Origin.Log, outcomes), Cancellation);
            Oracle.Print($"nemesis, run {++runs}", verdict, "");
            violations += verdict.Lost + verdict.Torn + verdict.Duplicates + verdict.Missing;
            failed += urls.Count - status.Ok;
        }
        while (!done.IsCancellationRequested);
        await striking.WaitAsync(ChaosCluster.Soon * 2, TimeProvider.System, Cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"chaos | nemesis, {minutes.TotalMinutes:0.#} min | seed {nemesis.Seed}, {nemesis.Count} faults landed ({nemesis.Landed}), {runs} runs of {Sources} sources, {violations} violations, {failed} failed outcomes"));
        Assert.True(nemesis.Count > 0);
        Assert.Equal((0, 0), (violations, failed));
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
