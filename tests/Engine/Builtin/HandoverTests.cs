namespace Gleaner.Tests.Engine.Builtin;

/// <summary>What the builtin engine promises beyond Orleans: no call fails because a silo leaves in good order.</summary>
public sealed class HandoverTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_OfASiloUnderLoad_FailsNoCallAndDoublesNoGrain()
    {
        await using var cluster = await EngineCluster.Start(2);
        using var stop = new CancellationTokenSource();
        var calls = 0;
        var load = Enumerable.Range(0, 30).Select(async worker =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await cluster.Client.GetGrain<IPlaceGrain>($"load-{worker}-{i % 10}").Work(i % 5);
                Interlocked.Increment(ref calls);
            }
        }).ToArray();
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Cancellation);
        await cluster.Cluster.StartAdditionalSiloAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Cancellation);
        await cluster.Cluster.StopSiloAsync(cluster.Silos[0], Cancellation);
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Cancellation);
        await stop.CancelAsync();
        await Task.WhenAll(load);
        Assert.True(calls > 100);
        Assert.DoesNotContain(PlaceGrain.Doubles, key => key.StartsWith("load-", StringComparison.Ordinal));
    }
}
