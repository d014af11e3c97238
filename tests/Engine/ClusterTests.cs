using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Gleaner.Tests.Engine;

[Alias("test.IPlaceGrain")]
public interface IPlaceGrain : IGrainWithStringKey
{
    Task<string> Silo();

    Task<string> Work(int milliseconds);

    Task<string[]> SilosOf(string[] keys);
}

[GrainType("test.place")]
public sealed class PlaceGrain(ILocalSiloDetails silo) : Grain, IPlaceGrain
{
    private static readonly ConcurrentDictionary<string, int> s_active = new();

    /// <summary>Grains that were seen active twice at once.</summary>
    public static ConcurrentBag<string> Doubles { get; } = [];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (s_active.AddOrUpdate(this.GetPrimaryKeyString(), 1, (_, count) => count + 1) > 1)
        {
            Doubles.Add(this.GetPrimaryKeyString());
        }

        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        s_active.AddOrUpdate(this.GetPrimaryKeyString(), 0, (_, count) => count - 1);
        return Task.CompletedTask;
    }

    public Task<string> Silo() => Task.FromResult(silo.SiloAddress.ToString());

    public async Task<string> Work(int milliseconds)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
        return await Silo();
    }

    public Task<string[]> SilosOf(string[] keys) => Task.WhenAll(keys.Select(key => GrainFactory.GetGrain<IPlaceGrain>(key).Silo()));
}

public sealed class ClusterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Grain_CalledFromEverywhere_IsOnOneSilo()
    {
        await using var cluster = await EngineCluster.Start(3);
        string[] keys = [.. Enumerable.Range(0, 100).Select(_ => SharedCluster.Key())];
        var fromClient = await Task.WhenAll(keys.Select(key => cluster.Client.GetGrain<IPlaceGrain>(key).Silo()));
        Assert.Equal(3, fromClient.Distinct().Count());
        for (var silo = 0; silo < 3; silo++)
        {
            Assert.Equal(fromClient, await Task.WhenAll(keys.Select(key => cluster.Inside(silo).GetGrain<IPlaceGrain>(key).Silo())));
        }

        Assert.Equal(fromClient, await cluster.Client.GetGrain<IPlaceGrain>(SharedCluster.Key()).SilosOf(keys));
    }

    [Fact]
    public async Task Kill_OfASilo_ItsGrainsGoOnElsewhere()
    {
        await using var cluster = await EngineCluster.Start(3);
        string[] keys = [.. Enumerable.Range(0, 60).Select(_ => SharedCluster.Key())];
        await Task.WhenAll(keys.Select(key => cluster.Client.GetGrain<IPlaceGrain>(key).Silo()));
        var victim = cluster.Silos[1];
        await cluster.Cluster.KillSiloAsync(victim, Cancellation);
        foreach (var key in keys)
        {
            Assert.NotEqual(victim.SiloAddress.ToString(), await Eventually(() => cluster.Client.GetGrain<IPlaceGrain>(key).Silo()));
        }
    }

    [Fact]
    public async Task Silo_ThatJoins_TakesPartOfTheGrains()
    {
        await using var cluster = await EngineCluster.Start(1);
        var before = cluster.Silos[0].SiloAddress.ToString();
        Assert.Equal(before, await cluster.Client.GetGrain<IPlaceGrain>(SharedCluster.Key()).Silo());
        InProcessSiloHandle added = await cluster.Cluster.StartAdditionalSiloAsync();
        await Eventually(async () =>
        {
            var silos = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => cluster.Client.GetGrain<IPlaceGrain>(SharedCluster.Key()).Silo()));
            return silos.Contains(added.SiloAddress.ToString()) ? silos : throw new InvalidOperationException("The new silo has no grain yet.");
        });    }

    [Fact]
    public async Task Host_WithASilo_OffersFactoryAndClient()
    {
        await using var cluster = await EngineCluster.Start(1);
        var services = cluster.Silos[0].ServiceProvider;
        Assert.Equal(cluster.Silos[0].SiloAddress, services.GetRequiredService<ILocalSiloDetails>().SiloAddress);
        await services.GetRequiredService<IClusterClient>().GetGrain<IPlaceGrain>("x").Silo();
        await services.GetRequiredService<IGrainFactory>().GetGrain<IPlaceGrain>("x").Silo();
    }

    /// <summary>Calls fail until a silo's death is known.</summary>
    internal static async Task<T> Eventually<T>(Func<Task<T>> call)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await call().WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System, Cancellation);
            }
            catch (Exception) when (TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(20))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation);
            }
        }
    }
}
