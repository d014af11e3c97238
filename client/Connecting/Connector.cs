using Gleaner.Client.Clusters;
using Gleaner.Client.Output;
using Gleaner.Pipeline.Storing;
using Gleaner.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gleaner.Client.Connecting;

/// <summary>Opens the way to a store's grains: joins the cluster that runs on it, else runs one silo in this process.</summary>
internal static class Connector
{
    /// <param name="embedded">True to run a silo here in any case.</param>
    public static async Task<StoreConnection> Open(StoreChoice store, bool embedded, CommandContext context)
    {
        var cancellation = context.Interruption.Token;
        var members = embedded ? [] : await LiveCluster.FindMembers(store.Address, cancellation);
        var how = members.Count switch
        {
            0 => "one silo in this process",
            1 => "joined its cluster of 1 silo",
            var count => $"joined its cluster of {count} silos",
        };
        context.Terminal.Say($"Store {store.Address} ({store.Origin}): {how}.");

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(context.Time);
        builder.Logging.AddProvider(new FileLogging(context.Log)).AddFilter("Orleans", LogLevel.Error).AddFilter("Microsoft", LogLevel.None);
        if (members.Count > 0)
        {
            builder.AddGleanerClient(store.Address);
        }
        else
        {
            // Orleans refuses port 0, and two commands at once must not meet.
            builder.AddGleanerSilo(new SiloSettings { Store = store.Address, Embedded = true, SiloPort = LoopbackPort.AnyFree() });
        }

        return await Start(builder.Build(), store.Address, cancellation);
    }

    private static async Task<StoreConnection> Start(IHost host, StoreAddress store, CancellationToken cancellation)
    {
        try
        {
            if (host.Services.GetService<SchemaInstaller>() is { } schema)
            {
                await schema.Install(cancellation);
            }

            await host.StartAsync(cancellation);
            return new StoreConnection(host, store);
        }
        catch (Exception e)
        {
            host.Dispose();
            if (InnermostStoreFault(e) is { } fault)
            {
                throw UserErrorException.Failed(fault.Message);
            }

            throw;
        }
    }

    private static StoreException? InnermostStoreFault(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is StoreException fault)
            {
                return fault;
            }
        }

        return null;
    }
}
