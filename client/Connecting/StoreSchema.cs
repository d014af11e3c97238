using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gleaner.Client.Connecting;

/// <summary>Brings a store's tables to this program's version, outside any host.</summary>
internal static class StoreSchema
{
    /// <returns>The version found and the one that is there now, 0 was found in a new store; and the tables that had been lost.</returns>
    /// <exception cref="StoreException">The store cannot be reached, refuses, or is newer than this program.</exception>
    public static async Task<(int Found, int Now, IReadOnlyList<string> MadeAgain)> Apply(StoreAddress store, TimeProvider time, CancellationToken cancellation)
    {
        using var database = new Database(store);
        var installer = new SchemaInstaller(database, time, NullLogger<SchemaInstaller>.Instance);
        return (await installer.Install(cancellation), installer.ProgramVersion, installer.MadeAgain);
    }
}
