using Gleaner.Pipeline.Hosts;
using Gleaner.Pipeline.Parsing;
using Gleaner.Pipeline.Transforming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gleaner.Pipeline.Fetching;

/// <summary>Registers fetching, parsing and transforming.</summary>
public static class FetchingRegistration
{
    /// <summary>Adds <see cref="IFetcher"/>, <see cref="IParser"/> and <see cref="ITransformer"/>; what is registered already (clock, resolver, chance, limits) is kept.</summary>
    public static IServiceCollection AddGleanerFetching(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<FetchLimits>();
        services.TryAddSingleton<IHostResolver, SystemHostResolver>();
        services.TryAddSingleton<IJitter, RandomJitter>();
        services.TryAddSingleton<IHosts, OpenHosts>();
        services.TryAddSingleton<IFetcher, Fetcher>();
        services.TryAddSingleton<IParser, Parser>();
        services.TryAddSingleton<ITransformer, Transformer>();
        return services;
    }
}
