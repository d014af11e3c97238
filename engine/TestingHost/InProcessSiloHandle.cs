using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A silo of a test cluster.</summary>
public class InProcessSiloHandle : IAsyncDisposable
{
    private readonly LocalSiloDetails _details;
    private bool _stopped;

    internal InProcessSiloHandle(IHost host)
    {
        SiloHost = host;
        _details = host.Services.GetRequiredService<LocalSiloDetails>();
    }

    public IHost SiloHost { get; }

    public IServiceProvider ServiceProvider => SiloHost.Services;

    public string Name => _details.Name;

    public SiloAddress SiloAddress => _details.SiloAddress;

    public SiloAddress GatewayAddress => _details.GatewayAddress;

    public bool IsActive => !_stopped;

    /// <summary>Stops the silo: in good order, or as a crash would.</summary>
    public async Task StopSiloAsync(bool stopGracefully)
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        if (!stopGracefully)
        {
            ServiceProvider.GetRequiredService<SiloHost>().Kill();
        }

        await SiloHost.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopSiloAsync(true);
        if (SiloHost is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }
}
