using Gleaner.Pipeline.Coordination;
using Gleaner.Pipeline.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gleaner.Pipeline;

/// <summary>Registers what the grains need besides fetching and storing.</summary>
public static class PipelineRegistration
{
    public static IServiceCollection AddGleanerGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Backoff>();
        services.TryAddSingleton<ActiveSources>();
        services.TryAddSingleton<ISchedules, NoSchedules>();
        return services;
    }
}
