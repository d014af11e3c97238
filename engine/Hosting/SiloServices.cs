using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>What a host with a silo has in its container.</summary>
internal static class SiloServices
{
    public static ISiloBuilder Builder(IServiceCollection services, IConfiguration configuration) => new EngineBuilder(services, configuration);
}
