using Gleaner.Pipeline.Retention;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;

namespace Gleaner.Pipeline.Storing;

/// <summary>Puts one store into a host.</summary>
public static class StoreRegistration
{
    /// <summary>Orleans' name for SQLite; it loads Microsoft.Data.Sqlite.</summary>
    private const string SqliteInvariant = "System.Data.SQLite";

    /// <summary>
    /// Adds <see cref="Database"/>, <see cref="SchemaInstaller"/>, <see cref="StoreQuery"/>, <see cref="ClusterRecord"/>, <see cref="ILedger"/> and the storage of the sources
    /// (<see cref="IGrainStorage"/>, keyed <see cref="SourceState.StorageName"/>). The host's ClusterOptions name the service in the rows.
    /// </summary>
    public static IServiceCollection AddGleanerStore(this IServiceCollection services, StoreAddress address)
    {
        services.AddLogging();
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new Database(address));
        services.AddSingleton<SchemaInstaller>();
        services.AddSingleton<StoreQuery>();
        services.AddSingleton<ClusterRecord>();
        services.TryAddSingleton<SiloLimits>();
        services.TryAddSingleton<PipelineMetrics>();
        services.AddSingleton<StoreCondition>();
        services.AddSingleton<StoreRoom>();
        services.AddSingleton<StoreBatches>();
        services.AddSingleton<Ledger>();
        services.AddSingleton<ILedger>(provider => provider.GetRequiredService<Ledger>());
        services.AddSingleton<IRunRows>(provider => provider.GetRequiredService<Ledger>());
        services.AddSingleton<RunPruner>();
        services.AddSingleton<BatchedGrainStorage>();
        services.AddKeyedSingleton<IGrainStorage>(SourceState.StorageName, (provider, _) => provider.GetRequiredService<BatchedGrainStorage>());
        return services;
    }

    /// <summary>Adds a grain storage that waits out trouble of the one named <paramref name="stock"/>, which need not be registered yet.</summary>
    public static IServiceCollection AddPatientGrainStorage(this IServiceCollection services, string name, string stock) =>
        services.AddKeyedSingleton<IGrainStorage>(name, (provider, _) =>
            ActivatorUtilities.CreateInstance<PatientGrainStorage>(provider, provider.GetRequiredKeyedService<IGrainStorage>(stock)));

    /// <summary>The invariant that Orleans' AdoNet providers know the store's driver by.</summary>
    public static string OrleansInvariant(StoreAddress address) => address.Kind is StoreKind.MySql ? MySqlDriver.Invariant : SqliteInvariant;

    /// <summary>
    /// For Orleans' AdoNet providers; with the password, never to be printed. Prefer their DataSource option with
    /// <see cref="Database.Source"/>: on SQLite only its connections are set up to wait for a busy file without long sleeps.
    /// </summary>
    public static string ConnectionString(StoreAddress address) => ConnectionStrings.Pooled(address);
}
