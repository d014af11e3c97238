using Gleaner.Bench.Origins;
using Gleaner.Client.Clusters;
using Gleaner.Client.Connecting;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Bench;

/// <summary>A database server of the bench's own, with the server's default durability.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly string _folder;
    private readonly DatabaseRecord _record;

    private BenchDatabase(string folder, DatabaseRecord record, StoreAddress store) => (_folder, _record, Store) = (folder, record, store);

    public StoreAddress Store { get; }

    /// <returns>Null when no server is on PATH.</returns>
    public static async Task<BenchDatabase?> Start()
    {
        if (DatabaseProgram.Find(Environment.GetEnvironmentVariable("PATH")) is not { } program)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("gleaner-bench-db-").FullName;
        var database = new PrivateDatabase(ClusterFiles.In(new DataDirectory(folder)), TimeProvider.System);
        var (record, store) = await database.Start(program, FreePort.Find(), _ => { }, CancellationToken.None);
        return new BenchDatabase(folder, record, store);
    }

    public async ValueTask DisposeAsync()
    {
        await PrivateDatabase.Stop(_record.Process!, TimeProvider.System);
        Directory.Delete(_folder, recursive: true);
    }
}
