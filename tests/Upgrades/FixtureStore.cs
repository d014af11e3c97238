using Gleaner.Pipeline.Storing;

namespace Gleaner.Tests.Upgrades;

/// <summary>The fixture databases: what earlier versions left, by <see cref="FixtureMaker"/>.</summary>
internal static class FixtureStore
{
    /// <summary>A run that has ended.</summary>
    public const string Finished = "finished-run";

    /// <summary>A run whose silo died when a part of its sources had their outcome.</summary>
    public const string Unfinished = "unfinished-run";
    public const int UnfinishedSources = 30;

    /// <summary>Puts a fixture into a new store.</summary>
    /// <param name="version">Folder in Fixtures/.</param>
    /// <param name="port">Where the sources are found now.</param>
    public static async Task Restore(string version, StoreAddress address, int port)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Upgrades", "Fixtures", version, address.Kind is StoreKind.MySql ? "mysql.sql" : "sqlite.sql");
        using var database = new Database(address);
        await StoreDump.Read(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), database, port, TestContext.Current.CancellationToken);
    }
}
