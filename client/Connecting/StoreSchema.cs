using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gleaner.Client.Connecting;

/// <summary>Brings a store's tables to this program's version, outside any host.</summary>
internal static class StoreSchema
{
    /// <exception cref="StoreException">The store cannot be reached, refuses, or is newer than this program.</exception>
    public static async Task Apply(StoreAddress store, TimeProvider time, CancellationToken cancellation)
    {
        using var database = new Database(store);
        await new SchemaInstaller(database, time, NullLogger<SchemaInstaller>.Instance).Install(cancellation);
    }
}
