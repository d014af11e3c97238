using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Silo.Hosting;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gleaner.Tests.Cluster;

/// <summary>A silo process dies by kill -9 between two pages.</summary>
public sealed class ResumeTests : IAsyncLifetime
{
    private TestOrigin _origin = null!;
    private StoreAddress _store = null!;
    private SiloProcesses _silos = null!;
    private IHost _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IGrainFactory Grains => _client.Services.GetRequiredService<IClusterClient>();

    public async ValueTask InitializeAsync()
    {
        _origin = await TestOrigin.Start();
        _store = await MySqlServer.NewDatabase();
        _silos = new SiloProcesses(_store);
        await _silos.Start(1, Cancellation);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.AddGleanerClient(_store);
        _client = builder.Build();
        await _client.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync();
        _client.Dispose();
        await _silos.DisposeAsync();
        await _origin.DisposeAsync();
    }

    [Fact]
    public async Task Gather_SiloKilledAtPageSevenOfTen_ResumesAtPageSeven()
    {
        var source = new SourceDefinition
        {
            Name = "p", Url = _origin.Url("/pages/link/100/10?slow=7&ms=2000"), Politeness = new PolitenessDefinition(),
            Pagination = new PaginationDefinition { Kind = PaginationKind.LinkHeader },
        };
        var run = Gathering.NewRun();
        var options = new GatherOptions { AllowPrivate = true, Timeout = TimeSpan.FromSeconds(9), Deadline = TimeSpan.FromSeconds(30) };
        await Gathering.Start(Grains, run, [new PlannedSource("p", source)], options, Cancellation);
        while (HitsOfPage(7) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }

        await _silos.Silos[0].Kill();
        await _silos.Start(1, Cancellation);
        var (status, outcomes) = await Gathering.Watch(Grains, run, Cancellation);

        Assert.Equal(RunState.Completed, status.State);
        Assert.Equal((true, 100), (outcomes.Single().Ok, outcomes.Single().Records));
        Assert.Equal([1, 1, 1, 1, 1, 1, 2, 1, 1, 1], Enumerable.Range(1, 10).Select(HitsOfPage));
        await using var services = new ServiceCollection().AddGleanerStore(_store).BuildServiceProvider();
        await using var rows = await services.GetRequiredService<StoreQuery>().Run(
            "SELECT COUNT(*), COUNT(DISTINCT data), MIN(run), MAX(run), MAX(seq), (SELECT COUNT(*) FROM staged_records) FROM records", Cancellation);
        Assert.Equal([100L, 100L, run, run, 99L, 0L], (await rows.ReadAll(Cancellation).ToListAsync(Cancellation)).Single());
    }

    private int HitsOfPage(int page) => page == 1
        ? _origin.Log.Hits.Count(hit => !hit.Path.Contains("page=", StringComparison.Ordinal))
        : _origin.Log.Hits.Count(hit => hit.Path.EndsWith($"page={page}", StringComparison.Ordinal));
}
