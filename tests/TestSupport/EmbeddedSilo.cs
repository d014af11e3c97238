using Gleaner.Pipeline.Storing;
using Gleaner.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gleaner.Tests.TestSupport;

/// <summary>One silo inside the test, as the console's embedded mode has it.</summary>
public sealed class EmbeddedSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private EmbeddedSilo(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IServiceProvider Services => _host.Services;

    public static async Task<EmbeddedSilo> Start(StoreAddress store, Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.AddGleanerSilo(new SiloSettings { Store = store, SiloPort = LoopbackPort.Free(), GatewayPort = LoopbackPort.Free() });
        services?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new EmbeddedSilo(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
