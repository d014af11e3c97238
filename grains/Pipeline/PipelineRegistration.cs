using Gleaner.Pipeline.Coordination;
using Gleaner.Pipeline.Hosts;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Telemetry;
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
        services.TryAddSingleton<SiloLimits>();
        services.TryAddSingleton<PipelineMetrics>();
        services.TryAddSingleton<ActiveSources>();
        services.TryAddSingleton<ActiveRuns>();
        services.TryAddSingleton<SiloLoad>();
        services.TryAddSingleton<SourcePipeline>();
        services.TryAddSingleton<ISchedules, NoSchedules>();
        services.TryAddSingleton<HeldHosts>();
        services.TryAddSingleton<HostBoardLink>();
        // Takes the place of the open door that fetching alone has.
        services.AddSingleton<IHosts, HostSlots>();
        return services;
    }

    /// <summary>
    /// Lets this silo look for unfinished runs that nobody drives. Call it after UseOrleans: hosted services start in the order in which they are added.
    /// </summary>
    public static IServiceCollection ResumeRuns(this IServiceCollection services) => services.AddHostedService<RunScanner>();
}
