using System.Net;
using Gleaner.Pipeline;
using Gleaner.Pipeline.Coordination;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Retention;
using Gleaner.Pipeline.Scheduling;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Gleaner.Silo.Hosting;

/// <summary>Puts Gleaner's grains, or a client of them, into a host. A host is one or the other.</summary>
public static partial class GleanerHosting
{
    /// <summary>Names the rows of grain state and reminders: changing it loses them.</summary>
    public const string ServiceId = "gleaner";

    /// <summary>Names the membership rows of a cluster.</summary>
    public const string ClusterId = "gleaner";

    // The AdoNet provider of runs, shards, hosts and schedules, behind the one that has patience.
    private const string StockStorage = RunPlanState.StorageName + "-stock";

    // No grain call lasts longer (DESIGN.md), so a lost one is known well before Orleans' default of 30 s.
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Adds one silo with everything it needs. The host then offers IGrainFactory.</summary>
    public static IHostApplicationBuilder AddGleanerSilo(this IHostApplicationBuilder builder, SiloSettings settings)
    {
        WarmUp.Begin();
        TuneEngine(builder.Services);
        // The store first: hosted services start in the order in which they are added.
        builder.Services.AddSingleton(settings).AddSingleton(settings.Limits).AddGleanerStore(settings.Store).AddHostedService<StoreAtStart>().AddGleanerFetching().AddGleanerGrains();
        builder.UseOrleans(silo =>
        {
            silo.ConfigureSilo(settings.Store);
            silo.Configure<SiloOptions>(o => o.SiloName = settings.Name);
            if (settings.Embedded)
            {
                silo.UseLocalhostClustering(settings.SiloPort, settings.GatewayPort, serviceId: ServiceId, clusterId: ClusterId);
                silo.UseInMemoryReminderService();
            }
            else
            {
                silo.ConfigureEndpoints(IPAddress.Loopback, settings.SiloPort, settings.GatewayPort);
                silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = AdoNet(settings.Store));
                silo.UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = AdoNet(settings.Store));
            }
        });
        if (settings.RunsSchedules)
        {
            builder.Services.RunSchedules().AddHostedService<RetentionKeeper>();
        }

        if (settings.ResumesRuns)
        {
            builder.Services.ResumeRuns();
        }

        return builder;
    }

    /// <summary>What every silo has, however it finds the others; also for test clusters.</summary>
    public static ISiloBuilder ConfigureSilo(this ISiloBuilder silo, StoreAddress store)
    {
        silo.Configure<ClusterOptions>(SetIds);
        silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = ResponseTimeout);
        silo.Configure<ClusterMembershipOptions>(NoticeDeathWithinSeconds);
        silo.Configure<GrainCollectionOptions>(o => o.CollectionAge = TimeSpan.FromMinutes(5));
        silo.Services.AddPatientGrainStorage(RunPlanState.StorageName, StockStorage);
        silo.AddAdoNetGrainStorage(StockStorage, o => o
            .Configure<IServiceProvider>((options, services) =>
            {
                options.Invariant = StoreRegistration.OrleansInvariant(store);
                options.DataSource = services.GetRequiredService<Database>().Source;
                options.GrainStorageSerializer = new StateSerializer();
            }));
        return silo;
    }

    /// <summary>Adds a client of the cluster that runs on a MySQL store. The host then offers IClusterClient.</summary>
    public static IHostApplicationBuilder AddGleanerClient(this IHostApplicationBuilder builder, StoreAddress store)
    {
        TuneEngine(builder.Services);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(SetIds);
            client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = ResponseTimeout);
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
            client.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = AdoNet(store));
        });
        return builder;
    }

    /// <summary>What only one engine needs, in a file that only its build has. Comes before the engine's own services.</summary>
    static partial void TuneEngine(IServiceCollection services);

    private static (string Invariant, string ConnectionString) AdoNet(StoreAddress store) =>
        (StoreRegistration.OrleansInvariant(store), StoreRegistration.ConnectionString(store));

    private static void SetIds(ClusterOptions options)
    {
        options.ServiceId = ServiceId;
        options.ClusterId = ClusterId;
    }

    // All silos are on one machine: a probe answers in milliseconds unless its silo is dead or starved.
    private static void NoticeDeathWithinSeconds(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(1);
        options.NumMissedProbesLimit = 3;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10);
    }
}
