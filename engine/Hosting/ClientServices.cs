using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
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

        services.AddSingleton<Marker>();
        return new EngineBuilder(services, configuration);
    }

    /// <summary>Tells that this host has a client.</summary>
    internal sealed class Marker;
}
