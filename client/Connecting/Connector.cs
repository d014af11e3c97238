using Gleaner.Client.Clusters;
using Gleaner.Client.Output;
using Gleaner.Contracts;
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
    /// <exception cref="StoreException">The store cannot be reached, refuses, or is newer than this program.</exception>
    public static async Task<StoreConnection> Open(StoreChoice store, bool embedded, CommandContext context)
    {
        var members = embedded ? 0 : await CountMembers(store.Address, context);
        var how = members switch
        {
            0 => "one silo in this process",
            1 => "joined its cluster of 1 silo",
            _ => $"joined its cluster of {members} silos",
        };
        context.Terminal.Say($"Store {store.Address} ({store.Origin}): {how}.");
        return members > 0 ? await Join(store.Address, context) : await Embed(store.Address, context);
    }

    private static async Task<int> CountMembers(StoreAddress store, CommandContext context)
    {
        if (store.Kind is not StoreKind.MySql)
        {
            return 0;
        }

        // First of all, because it says best what is wrong with a store, and makes a database that is not there.
        var cancellation = context.Interruption.Token;
        await StoreSchema.Apply(store, context.Time, cancellation);
        var members = await LiveCluster.FindMembers(store, cancellation);
        using var database = new Database(store);
        if (members.Count > 0 && await new ClusterRecord(database).LiveEngine(cancellation) is { } engine && engine != OrleansEngine.Name)
        {
            throw UserErrorException.Failed(
                $"A cluster of the engine '{engine}' runs on {store}, and this program's engine is '{OrleansEngine.Name}'; run this with --engine {engine}.");
        }

        return members.Count;
    }

    private static async Task<StoreConnection> Join(StoreAddress store, CommandContext context)
    {
        var builder = CreateBuilder(context);
        builder.Services.AddGleanerStore(store);
        builder.AddGleanerClient(store);
        return await StoreConnection.Start(builder.Build(), store, ownership: null, context.Interruption.Token);
    }

    private static async Task<StoreConnection> Embed(StoreAddress store, CommandContext context)
    {
        var database = new Database(store);
        var ownership = await StoreOwnership.Take(database, context.Time, context.Terminal.Say, context.Interruption.Token);
        ownership.Lost.Register(() =>
        {
            context.Terminal.Say($"The store {store} went to another process while this one could not reach it.");
            context.Interruption.Happen();
        });
        var builder = CreateBuilder(context);

        // Orleans refuses port 0, and two commands at once must not meet.
        builder.AddGleanerSilo(new SiloSettings { Store = store, Embedded = true, SiloPort = LoopbackPort.AnyFree(), Limits = SiloLimitsOf.Environment(context) });
        return await StoreConnection.Start(builder.Build(), store, ownership, context.Interruption.Token);
    }

    private static HostApplicationBuilder CreateBuilder(CommandContext context)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(context.Time);
        builder.Logging.AddProvider(new FileLogging(context.Log)).AddFilter("Orleans", LogLevel.Error).AddFilter("Microsoft", LogLevel.None);
        return builder;
    }
}
