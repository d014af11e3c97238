using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.ReminderService;

namespace Orleans.Hosting;

public static partial class SiloBuilderReminderExtensions
{
    /// <summary>Keeps reminders in OrleansRemindersTable.</summary>
    public static ISiloBuilder UseAdoNetReminderService(this ISiloBuilder builder, Action<AdoNetReminderTableOptions> configureOptions)
        => builder.UseAdoNetReminderService((OptionsBuilder<AdoNetReminderTableOptions> options) => options.Configure(configureOptions));

    public static ISiloBuilder UseAdoNetReminderService(this ISiloBuilder builder, Action<OptionsBuilder<AdoNetReminderTableOptions>> configureOptions)
        => builder.ConfigureServices(services => services.UseAdoNetReminderService(configureOptions));

    public static IServiceCollection UseAdoNetReminderService(this IServiceCollection services, Action<OptionsBuilder<AdoNetReminderTableOptions>> configureOptions)
    {
        services.AddReminders();
        configureOptions(services.AddOptions<AdoNetReminderTableOptions>());
        services.AddReminders();
        return services.AddSingleton<IReminderTable, AdoNetReminderTable>();
    }
}
