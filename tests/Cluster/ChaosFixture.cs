using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Cluster;

/// <summary>One cluster for all rows: each leaves it healed.</summary>
public sealed class ChaosFixture : IAsyncLifetime
{
    public ChaosCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await ChaosCluster.Start();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>Faults are made one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChaosRows : ICollectionFixture<ChaosFixture>
{
    public const string Name = "chaos";
}
