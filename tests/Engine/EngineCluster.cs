using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Gleaner.Tests.Engine;

/// <summary>A cluster of this process for the engine's tests: the same code runs on either engine.</summary>
public sealed class EngineCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private EngineCluster(InProcessTestCluster cluster) => _cluster = cluster;

    public IReadOnlyList<InProcessSiloHandle> Silos => _cluster.Silos;

    public IClusterClient Client => _cluster.Client;

    public InProcessTestCluster Cluster => _cluster;

    /// <summary>The grain factory inside a silo.</summary>
    public IGrainFactory Inside(int silo = 0) => Silos[silo].ServiceProvider.GetRequiredService<IGrainFactory>();

    public static async Task<EngineCluster> Start(short silos = 1, Action<ISiloBuilder>? configure = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorageAsDefault(options => options.Configure<IServiceProvider>((storage, services)
                => storage.GrainStorageSerializer = ActivatorUtilities.CreateInstance<SystemTextJsonGrainStorageSerializer>(services)));
            silo.UseInMemoryReminderService();
            silo.Services.AddKeyedSingleton<IGrainStorage, DictionaryStorage>("dictionary");
            silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromMilliseconds(300));
            silo.Configure<ClusterMembershipOptions>(options => options.ProbeTimeout = TimeSpan.FromSeconds(1));
            silo.Configure<GrainCollectionOptions>(options => options.CollectionQuantum = TimeSpan.FromSeconds(1));
            configure?.Invoke(silo);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new EngineCluster(cluster);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}

/// <summary>The cluster that tests share which only call grains.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private EngineCluster _cluster = null!;

    public IClusterClient Client => _cluster.Client;

    public IGrainFactory Inside => _cluster.Inside();

    public async ValueTask InitializeAsync() => _cluster = await EngineCluster.Start(2);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    public static string Key() => $"k{Guid.NewGuid():N}";
}
