using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Cluster;

/// <summary>The disk under the database is full for a while: silos say so, acknowledge nothing, and go on once there is room.</summary>
[Collection(ChaosRows.Name)]
public sealed class ChaosDiskTests : IAsyncLifetime
{
    // What an empty server takes, and some more.
    private const int Megabytes = 256;
    private const int Sources = 800;

    private SmallDisk _disk = null!;
    private ChaosCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _disk = await SmallDisk.Mount(Megabytes);
        try
        {
            _cluster = await ChaosCluster.Start(Directory.CreateDirectory(Path.Combine(_disk.Folder, "server")).FullName);
        }
        catch
        {
            await _disk.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _disk.DisposeAsync();
    }

    [Fact]
    public async Task Gather_DiskOfTheDatabaseFull_SaysSoAndGoesOnWhenItIsCleared()
    {
        // Together more than what InnoDB has allotted to its files already.
        var urls = Enumerable.Range(0, Sources).Select(i => _cluster.Origin.Url($"/sized/100000/disk-{i}")).ToList();
        await ChaosRun.Through("disk full under the database", _cluster, urls, () => Task.Run(_disk.Fill), async () =>
        {
            await Eventually.Holds(() =>
                _cluster.Server.HasExited || _cluster.Silos.Any(silo => silo.Log.Contains("Waiting for the store: ", StringComparison.Ordinal)));
            await Task.Delay(ChaosCluster.Lasting(3), TimeProvider.System, TestContext.Current.CancellationToken);
            Assert.DoesNotContain(_cluster.Silos, silo => silo.HasExited);
            _disk.Clear();
            // A server may end for it: then whoever clears the disk starts it again.
            await _cluster.Heal();
        });
    }
}
