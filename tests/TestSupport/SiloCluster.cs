using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gleaner.Tests.TestSupport;

/// <summary>Silo processes over a MySQL database of their own, an origin for them to fetch from, and a client.</summary>
public sealed class SiloCluster : IAsyncDisposable
{
    private readonly SiloProcesses _processes;
    private readonly IHost _client;

    private SiloCluster(TestOrigin origin, StoreAddress store)
    {
        (Origin, Store, _processes) = (origin, store, new SiloProcesses(store));
        _client = TestClient.Build(store);
    }

    public TestOrigin Origin { get; }

    public StoreAddress Store { get; }

    public IReadOnlyList<SiloProcessHandle> Silos => _processes.Silos;

    /// <summary>The client's way to the grains.</summary>
    public IGrainFactory Grains => _client.Services.GetRequiredService<IClusterClient>();

    /// <summary>Returns when all silos and the client have joined.</summary>
    public static async Task<SiloCluster> Start(int silos, CancellationToken cancellation)
    {
        var cluster = new SiloCluster(await TestOrigin.Start(), await MySqlServer.NewDatabase());
        try
        {
            await cluster.Add(silos, cancellation);
            await cluster._client.StartAsync(cancellation);
            return cluster;
        }
        catch
        {
            // Nobody has it yet who would end its processes.
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts further silos and returns when they have joined.</summary>
    public Task Add(int silos, CancellationToken cancellation) => _processes.Start(silos, cancellation);

    /// <summary>From now on nobody outside calls a grain.</summary>
    public Task StopClient() => _client.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await StopClient();
        _client.Dispose();
        await _processes.DisposeAsync();
        await Origin.DisposeAsync();
    }
}
