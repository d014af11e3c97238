using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Hosting;

public static class SiloBuilderStartupExtensions
{
    /// <summary>Runs when the silo has become active, before its host has started.</summary>
    public static ISiloBuilder AddStartupTask(this ISiloBuilder builder, Func<IServiceProvider, CancellationToken, Task> startupTask, int stage = 20000)
    {
        builder.Services.AddSingleton<IStartupTask>(services => new DelegateTask(services, startupTask));
        return builder;
    }

    public static ISiloBuilder AddStartupTask<TStartup>(this ISiloBuilder builder, int stage = 20000)
        where TStartup : class, IStartupTask
    {
        builder.Services.AddSingleton<IStartupTask, TStartup>();
        return builder;
    }

    private sealed class DelegateTask(IServiceProvider services, Func<IServiceProvider, CancellationToken, Task> task) : IStartupTask
    {
        public Task Execute(CancellationToken cancellationToken) => task(services, cancellationToken);
    }
}
