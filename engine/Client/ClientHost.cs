using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orleans.Client;

/// <summary>Connects the client when its host starts.</summary>
internal sealed class ClientHost(ClientRuntime runtime, IServiceProvider services) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await runtime.Gateways.ConnectFirst(cancellationToken);
                runtime.Gateways.Maintain();
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                if (services.GetService<IClientConnectionRetryFilter>() is not { } filter || !await filter.ShouldRetryConnectionAttempt(exception, cancellationToken))
                {
                    throw;
                }
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        runtime.Dispose();
        return Task.CompletedTask;
    }
}
