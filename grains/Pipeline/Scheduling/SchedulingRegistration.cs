using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>Registers what schedules need.</summary>
public static class SchedulingRegistration
{
    /// <summary>Lets this silo start the runs of schedules. Without it schedules are remembered and not followed. Call it after UseOrleans.</summary>
    public static IServiceCollection RunSchedules(this IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton(new SchedulesHere(Run: true)));
        services.AddHostedService<ScheduleKeeper>();
        return services;
    }

    internal static void AddSchedules(this IServiceCollection services)
    {
        services.TryAddSingleton(new SchedulesHere(Run: false));
        services.TryAddSingleton<ScheduledSources>();
    }
}
