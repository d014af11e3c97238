using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Client;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>What a host with a cluster client has in its container.</summary>
internal static class ClientServices
{
    public static IClientBuilder Builder(IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(SiloRuntime)))
        {
            throw new InvalidOperationException("UseOrleans() and UseOrleansClient() cannot share a host: a silo's host is a client of its own cluster already.");
        }

        if (services.All(service => service.ServiceType != typeof(ClientRuntime)))
        {
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton<ClientRuntime>();
            services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<ClientRuntime>().GrainFactory);
            services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<ClientRuntime>().GrainFactory);
            services.AddHostedService<ClientHost>();
        }

        return new EngineBuilder(services, configuration);
    }
}
