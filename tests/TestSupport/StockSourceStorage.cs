using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Gleaner.Tests.TestSupport;

/// <summary>Lets a silo keep its sources with Orleans' own AdoNet provider.</summary>
internal static class StockSourceStorage
{
    public static void UseStockSourceStorage(this IServiceCollection services, StoreAddress store)
    {
        foreach (var batched in services.Where(s => s.ServiceType == typeof(IGrainStorage) && Equals(s.ServiceKey, SourceState.StorageName)).ToList())
        {
            services.Remove(batched);
        }

        services.AddAdoNetGrainStorage(SourceState.StorageName, options => options.Configure<IServiceProvider>((stock, provider) =>
        {
            stock.Invariant = StoreRegistration.OrleansInvariant(store);
            stock.DataSource = provider.GetRequiredService<Database>().Source;
            stock.GrainStorageSerializer = new StateSerializer();
        }));
    }
}
