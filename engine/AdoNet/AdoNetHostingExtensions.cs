using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Runtime.Membership;
using Orleans.Runtime.MembershipService;

namespace Orleans.Hosting;

public static class AdoNetHostingExtensions
{
    /// <summary>Makes the silo a member of the cluster in the database's membership tables.</summary>
    public static ISiloBuilder UseAdoNetClustering(this ISiloBuilder builder, Action<AdoNetClusteringSiloOptions> configureOptions)
        => builder.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringSiloOptions> options) => options.Configure(configureOptions));

    public static ISiloBuilder UseAdoNetClustering(this ISiloBuilder builder, Action<OptionsBuilder<AdoNetClusteringSiloOptions>> configureOptions)
        => builder.ConfigureServices(services =>
        {
            configureOptions(services.AddOptions<AdoNetClusteringSiloOptions>());
            services.AddSingleton<IMembershipTable, AdoNetClusteringTable>();
        });

    /// <summary>Lets the client find its gateways in the database's membership tables.</summary>
    public static IClientBuilder UseAdoNetClustering(this IClientBuilder builder, Action<AdoNetClusteringClientOptions> configureOptions)
        => builder.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringClientOptions> options) => options.Configure(configureOptions));

    public static IClientBuilder UseAdoNetClustering(this IClientBuilder builder, Action<OptionsBuilder<AdoNetClusteringClientOptions>> configureOptions)
        => builder.ConfigureServices(services =>
        {
            configureOptions(services.AddOptions<AdoNetClusteringClientOptions>());
            services.AddSingleton<IGatewayListProvider, AdoNetGatewayListProvider>();
        });
}
