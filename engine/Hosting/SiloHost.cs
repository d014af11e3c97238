using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Starts the silo with its host, and stops it.</summary>
internal sealed class SiloHost(SiloRuntime runtime, IServiceProvider services, ILogger<SiloHost> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (IStartupTask task in services.GetServices<IStartupTask>())
        {
            await task.Execute(cancellationToken);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await runtime.DeactivateAll(new(DeactivationReasonCode.ShuttingDown, "The silo is stopping."), cancellationToken);
        EngineLog.SiloStopped(logger, "");
    }
}
