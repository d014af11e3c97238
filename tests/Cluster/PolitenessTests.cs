using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Hosts;
using Gleaner.Pipeline.Storing;
using Gleaner.Silo.Hosting;
using Gleaner.Tests.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Gleaner.Tests.Cluster;

/// <summary>Three silos fetch from one host. What the host sees is measured by its own stamps: that is what politeness promises.</summary>
public sealed class PolitenessTests : IAsyncLifetime
{
    private static readonly PolitenessDefinition FiveAtOnceFiftyASecond = new() { MaxConcurrency = 5, Rate = 50, RateInterval = TimeSpan.FromSeconds(1) };

    private PolitenessOrigin _origin = null!;
    private InProcessTestCluster _cluster = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _origin = await PolitenessOrigin.Start();
        var store = await MySqlServer.NewDatabase();
        var builder = new InProcessTestClusterBuilder(3);
        (builder.Options.ServiceId, builder.Options.ClusterId) = (GleanerHosting.ServiceId, GleanerHosting.ClusterId);
        builder.Options.InitializeClientOnDeploy = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddGleanerStore(store).AddGleanerFetching().AddGleanerGrains();
            silo.ConfigureSilo(store);
            silo.UseInMemoryReminderService();
        });
        _cluster = builder.Build();
        await using (var services = new ServiceCollection().AddGleanerStore(store).BuildServiceProvider())
        {
            await services.GetRequiredService<SchemaInstaller>().Install(Cancellation);
        }

        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _origin.DisposeAsync();
    }

    [Fact]
    public async Task Gather_FiveHundredSourcesOfOneHost_NeverMoreAtOnceNorInASecondThanAllowed()
    {
        var plan = Enumerable.Range(0, 500).Select(i => _origin.Url($"/{i}")).Select(url =>
            new PlannedSource(SourceName.ForUrl(url), Gathering.Source(url) with { Politeness = FiveAtOnceFiftyASecond }));
        var run = Gathering.NewRun();
        var grains = Services(0).GetRequiredService<IGrainFactory>();
        await Gathering.Start(grains, run, plan, new GatherOptions { AllowPrivate = true, Concurrency = 100 }, Cancellation);
        var (_, outcomes) = await Gathering.Watch(grains, run, Cancellation);

        Assert.All(outcomes, o => Assert.True(o.Ok, o.Error?.Message));
        Assert.Equal(500, outcomes.Count);
        Assert.Equal(500, _origin.Arrivals.Count);
        Assert.All(Hosts(), silo => Assert.True(silo.Asked > 0, "every silo has fetched"));
        Assert.InRange(_origin.MostActive, 1, 5);
        Assert.InRange(_origin.MostIn(TimeSpan.FromSeconds(1)), 1, 51);
        TestContext.Current.SendDiagnosticMessage(
            $"at once {_origin.MostActive}, in a second {_origin.MostIn(TimeSpan.FromSeconds(1))}, 500 in {(_origin.Arrivals[^1] - _origin.Arrivals[0]).TotalSeconds:0.0} s, calls {Hosts().Sum(h => h.Asked)}");
    }

    [Fact]
    public async Task Fetch_HostSaysRetryAfter_NobodyOnAnySiloCallsWithinIt()
    {
        // Bare URLs and declared sources alike, on every silo, before and after.
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Fetch(i % 3, i, i % 2 == 0 ? FiveAtOnceFiftyASecond : null)));
        _origin.ThrottleNext(seconds: 3);
        var throttled = Fetch(0, 100, null);
        while (_origin.ThrottledAt is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation);
        }

        // The promise is 100 ms from the moment the cluster heard of it; this machine is busy, so a little is added.
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancellation);
        var heard = _origin.Now;
        var results = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Fetch(i % 3, i, i % 2 == 0 ? FiveAtOnceFiftyASecond : null)));
        Assert.All(results, error => Assert.Null(error));
        await throttled;
        Assert.All(_origin.Arrivals.Where(at => at > heard), at => Assert.True(at - _origin.ThrottledAt.Value >= TimeSpan.FromSeconds(3)));
        Assert.True(_origin.Arrivals.Count(at => at > heard) >= 30);
    }

    [Fact]
    public async Task Enter_RetryAfterLongerThanItsPatience_IsRefusedOnEverySiloWithTheTime()
    {
        var host = new Uri(_origin.Url("/"));
        foreach (var politeness in new[] { FiveAtOnceFiftyASecond, null })
        {
            (await Enter(1, host, politeness)).Exit(transportFailed: false, null);
            (await Enter(2, host, politeness)).Exit(transportFailed: false, null);
        }

        (await Enter(0, host, null)).Exit(transportFailed: false, TimeSpan.FromSeconds(60));
        for (var silo = 0; silo < 3; silo++)
        {
            HostPass pass;
            while ((pass = await Enter(silo, host, silo == 1 ? null : FiveAtOnceFiftyASecond)).Refusal is null)
            {
                pass.Exit(transportFailed: false, null);
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
            }

            Assert.Equal(ErrorKind.RateLimited, pass.Refusal.Kind);
            Assert.InRange(pass.NotBefore!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(61));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Enter_SiloThatHoldsAllSlotsIsKilled_TheyComeBackAndNotBeforeItIsGone(int victim)
    {
        var host = new Uri(_origin.Url("/"));
        var politeness = new PolitenessDefinition { MaxConcurrency = 3 };
        for (var i = 0; i < 3; i++)
        {
            Assert.Null((await Enter(victim, host, politeness)).Refusal);
        }

        var other = (victim + 1) % 3;
        var waits = Enumerable.Range(0, 3).Select(_ => Enter(other, host, politeness)).ToList();
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Cancellation);
        Assert.All(waits, wait => Assert.False(wait.IsCompleted));

        var door = Services(other);
        await _cluster.KillSiloAsync(_cluster.Silos[victim], Cancellation);
        Assert.NotNull(door);
        Assert.All(await Task.WhenAll(waits).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation), pass => Assert.Null(pass.Refusal));
    }

    private IServiceProvider Services(int silo) => _cluster.Silos[silo].ServiceProvider;

    private IEnumerable<HostSlots> Hosts() => Enumerable.Range(0, 3).Select(silo => (HostSlots)Services(silo).GetRequiredService<IHosts>());

    private Task<HostPass> Enter(int silo, Uri host, PolitenessDefinition? politeness) =>
        Services(silo).GetRequiredService<IHosts>().Enter(host, politeness, TimeSpan.FromSeconds(5), null, Cancellation).AsTask();

    private async Task<FetchError?> Fetch(int silo, int id, PolitenessDefinition? politeness)
    {
        var spec = new FetchSpec
        {
            Url = _origin.Url($"/{id}"),
            Timeout = TimeSpan.FromSeconds(20),
            Deadline = TimeSpan.FromSeconds(60),
            AllowPrivate = true,
            Politeness = politeness,
        };
        using var result = await Services(silo).GetRequiredService<IFetcher>().Fetch(spec, Cancellation);
        return result.Error;
    }
}
