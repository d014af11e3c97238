using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Tests.Coordination;

/// <summary>More work than a silo takes: refused at the door, or an outcome of its own kind that blames no source.</summary>
public sealed class OverloadTests : IAsyncLifetime
{
    private TestOrigin _origin = null!;
    private EmbeddedSilo _silo = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static GatherOptions Options => new() { AllowPrivate = true, Deadline = TimeSpan.FromSeconds(20), Concurrency = 8 };

    public async ValueTask InitializeAsync()
    {
        _origin = await TestOrigin.Start();
        _silo = await EmbeddedSilo.Start(TestStore.NewFile(), services => services.AddSingleton(
            new SiloLimits { MaxSourcesPerRun = 300, MaxRuns = 2, MaxFetches = 1, MaxWaitingFetches = 2 }));
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _origin.DisposeAsync();
    }

    [Fact]
    public async Task Add_MoreSourcesThanARunMayHave_IsRefusedAndNothingIsFetched()
    {
        var gather = Run(Gathering.NewRun());
        await gather.Begin(Options);
        await gather.Add(0, [.. Planned(0, 256)]);
        // The same page again is not more.
        await gather.Add(0, [.. Planned(0, 256)]);
        var refused = await Assert.ThrowsAsync<OverloadedException>(() => gather.Add(1, [.. Planned(256, 45)]));
        Assert.Equal("A run may have 300 sources at most; split it, or raise GLEANER_MAX_SOURCES where the silos run.", refused.Message);
        Assert.Equal(RunState.Cancelled, (await gather.Cancel()).State);
        Assert.Empty(_origin.Log.Hits);
    }

    [Fact]
    public async Task Add_MoreSourcesThanARunMayHaveAtOnce_OneOfThePagesIsRefused()
    {
        var gather = Run(Gathering.NewRun());
        await gather.Begin(Options);
        var pages = new[] { gather.Add(0, [.. Planned(0, 256)]), gather.Add(1, [.. Planned(256, 256)]) };
        await Assert.ThrowsAsync<OverloadedException>(() => Task.WhenAll(pages));
        Assert.Equal(1, pages.Count(page => page.IsCompletedSuccessfully));
        Assert.Equal(256, (await gather.GetStatus()).Sources);
        await gather.Cancel();
    }

    [Fact]
    public async Task Begin_MoreRunsThanTheSiloTakes_IsRefusedUntilOneHasEnded()
    {
        var (first, second) = (Run(Gathering.NewRun()), Run(Gathering.NewRun()));
        await first.Begin(Options);
        await second.Begin(Options);
        // A call that is made again is not another run.
        await second.Begin(Options);
        var third = Run(Gathering.NewRun());
        var refused = await Assert.ThrowsAsync<OverloadedException>(() => third.Begin(Options));
        Assert.Equal("The silo coordinates 2 runs, which is as many as it takes at once; try again when some have ended.", refused.Message);
        await Assert.ThrowsAsync<RunNotFoundException>(third.GetStatus);
        await first.Cancel();
        await third.Begin(Options);
    }

    [Fact]
    public async Task Gather_MoreFetchesThanHaveRoom_RefusesThemAndBlamesNoSource()
    {
        var urls = Enumerable.Range(0, 8).Select(i => _origin.Url($"/slow/2000/{i}")).ToList();
        var (status, outcomes) = await Gathering.Gather(_silo.Grains, Gathering.NewRun(), urls, Options, Cancellation);
        Assert.Equal(RunState.Completed, status.State);
        Assert.Equal(8, outcomes.Count);
        var refused = outcomes.Where(outcome => !outcome.Ok).ToList();
        // One is under way and two wait; the line moves while the run goes on.
        Assert.InRange(refused.Count, 1, 5);
        Assert.All(refused, outcome => Assert.Equal((ErrorKind.Overloaded, 0), (outcome.Error!.Kind, outcome.Attempts)));
        Assert.Equal(8 - refused.Count, _origin.Log.Hits.Count);
        var health = await _silo.Rows("SELECT DISTINCT health, consecutive_failures FROM sources");
        Assert.DoesNotContain(health, row => row[0] is "down");
        var kinds = await _silo.Rows("SELECT DISTINCT error_kind FROM outcomes WHERE NOT ok");
        Assert.Equal("overloaded", kinds.Single().Single());
    }

    private IGatherGrain Run(string run) => _silo.Grains.GetGrain<IGatherGrain>(GrainKeys.Run(run));

    private IEnumerable<PlannedSource> Planned(int from, int count) => Enumerable.Range(from, count)
        .Select(i => _origin.Url($"/ok/{i}")).Select(url => new PlannedSource(SourceName.ForUrl(url), Gathering.Source(url)));
}
