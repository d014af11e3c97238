using Gleaner.Pipeline.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>Puts schedules into a silo.</summary>
public static class SchedulingRegistration
{
    /// <summary>
    /// Lets this silo keep schedules and start their runs. Without it sources remember their schedules and nobody follows them.
    /// Call it after UseOrleans: hosted services start in the order in which they are added.
    /// </summary>
    public static IServiceCollection RunSchedules(this IServiceCollection services)
    {
        services.AddSingleton<ScheduledSources>();
        services.Replace(ServiceDescriptor.Singleton<ISchedules, ScheduleCalls>());
        services.AddHostedService<ScheduleKeeper>();
        return services;
    }
}
