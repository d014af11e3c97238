using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace Orleans.Hosting;

public static class AdoNetGrainStorageSiloBuilderExtensions
{
    /// <summary>Keeps the state of grains that name this storage in OrleansStorage.</summary>
    public static ISiloBuilder AddAdoNetGrainStorage(this ISiloBuilder builder, string name, Action<AdoNetGrainStorageOptions> configureOptions)
        => builder.ConfigureServices(services => services.AddAdoNetGrainStorage(name, configureOptions));

    public static ISiloBuilder AddAdoNetGrainStorage(this ISiloBuilder builder, string name, Action<OptionsBuilder<AdoNetGrainStorageOptions>>? configureOptions = null)
        => builder.ConfigureServices(services => services.AddAdoNetGrainStorage(name, configureOptions));
}

public static class AdoNetGrainStorageServiceCollectionExtensions
{
    public static IServiceCollection AddAdoNetGrainStorage(this IServiceCollection services, string name, Action<AdoNetGrainStorageOptions> configureOptions)
        => services.AddAdoNetGrainStorage(name, options => options.Configure(configureOptions));

    public static IServiceCollection AddAdoNetGrainStorage(
        this IServiceCollection services, string name, Action<OptionsBuilder<AdoNetGrainStorageOptions>>? configureOptions = null)
    {
        configureOptions?.Invoke(services.AddOptions<AdoNetGrainStorageOptions>(name));
        return services.AddKeyedSingleton<IGrainStorage>(name, (provider, _) => new AdoNetGrainStorage(
            name,
            provider.GetRequiredService<IOptionsMonitor<AdoNetGrainStorageOptions>>().Get(name),
            provider.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId,
            provider.GetRequiredService<IGrainStorageSerializer>()));
    }
}
