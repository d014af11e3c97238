using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>What a host with a cluster client has in its container.</summary>
internal static class ClientServices
{
    public static IClientBuilder Builder(IServiceCollection services, IConfiguration configuration) => new EngineBuilder(services, configuration);
}
