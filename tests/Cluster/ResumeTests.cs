using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Tests.Cluster;

/// <summary>A silo process dies by kill -9 between two pages.</summary>
public sealed class ResumeTests : IAsyncLifetime
{
    private SiloCluster _cluster = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cluster = await SiloCluster.Start(1, Cancellation);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Gather_SiloKilledAtPageSevenOfTen_ResumesAtPageSeven()
    {
        var source = new SourceDefinition
        {
            Name = "p", Url = _cluster.Origin.Url("/pages/link/100/10?slow=7&ms=2000"), Politeness = new PolitenessDefinition(),
            Pagination = new PaginationDefinition { Kind = PaginationKind.LinkHeader },
        };
        var run = Gathering.NewRun();
        var options = new GatherOptions { AllowPrivate = true, Timeout = TimeSpan.FromSeconds(9), Deadline = TimeSpan.FromSeconds(30) };
        await Gathering.Start(_cluster.Grains, run, [new PlannedSource("p", source)], options, Cancellation);
        while (HitsOfPage(7) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }

        await _cluster.Silos[0].Kill();
        await _cluster.Add(1, Cancellation);
        var (status, outcomes) = await Gathering.Watch(_cluster.Grains, run, Cancellation);

        Assert.Equal(RunState.Completed, status.State);
        Assert.Equal((true, 100), (outcomes.Single().Ok, outcomes.Single().Records));
        Assert.Equal([1, 1, 1, 1, 1, 1, 2, 1, 1, 1], Enumerable.Range(1, 10).Select(HitsOfPage));
        await using var services = new ServiceCollection().AddGleanerStore(_cluster.Store).BuildServiceProvider();
        await using var rows = await services.GetRequiredService<StoreQuery>().Run(
            "SELECT COUNT(*), COUNT(DISTINCT data), MIN(run), MAX(run), MAX(seq), (SELECT COUNT(*) FROM staged_records) FROM records", Cancellation);
        Assert.Equal([100L, 100L, run, run, 99L, 0L], (await rows.ReadAll(Cancellation).ToListAsync(Cancellation)).Single());
    }

    private int HitsOfPage(int page) => page == 1
        ? _cluster.Origin.Log.Hits.Count(hit => !hit.Path.Contains("page=", StringComparison.Ordinal))
        : _cluster.Origin.Log.Hits.Count(hit => hit.Path.EndsWith($"page={page}", StringComparison.Ordinal));
}
