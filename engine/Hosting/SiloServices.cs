using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Client;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>What a host with a silo has in its container.</summary>
internal static class SiloServices
{
    public static ISiloBuilder Builder(IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(ClientRuntime)))
        {
            throw new InvalidOperationException("UseOrleans() and UseOrleansClient() cannot share a host: a silo's host is a client of its own cluster already.");
        }

        if (services.All(service => service.ServiceType != typeof(SiloRuntime)))
        {
            services.AddSingleton(new SingletonServices(services));
            services.AddSingleton<SiloRuntime>();
            services.TryAddSingleton(TimeProvider.System);
            services.TryAddSingleton<IGrainStorageSerializer, SystemTextJsonGrainStorageSerializer>();
            services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<SiloRuntime>().GrainFactory);
            services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<SiloRuntime>().GrainFactory);
            services.AddSingleton<LocalSiloDetails>();
            services.AddSingleton<ILocalSiloDetails>(provider => provider.GetRequiredService<LocalSiloDetails>());
            services.AddSingleton<SiloHost>();
            services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<SiloHost>());
        }

        return new EngineBuilder(services, configuration);
    }
}
