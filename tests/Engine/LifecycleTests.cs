using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Gleaner.Tests.Engine;

[Alias("test.ILifecycleGrain")]
public interface ILifecycleGrain : IGrainWithStringKey
{
    Task<Guid> Activation();

    Task<Guid> DeactivateAfter(int milliseconds);

    Task Delay(TimeSpan span);

    Task<string> Injected();
}

public sealed class Injection
{
    public string Text { get; } = "injected";
}

[GrainType("test.lifecycle")]
public class LifecycleGrain(Injection injection) : Grain, ILifecycleGrain
{
    private readonly Guid _activation = Guid.NewGuid();

    /// <summary>What happened to each grain of this process.</summary>
    public static ConcurrentDictionary<string, ConcurrentQueue<string>> Events { get; } = new();

    public static string[] Of(string key) => Events.TryGetValue(key, out var events) ? [.. events] : [];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Tell("activate");
        return this.GetPrimaryKeyString().StartsWith("fails", StringComparison.Ordinal) && Of(this.GetPrimaryKeyString()).Length == 1
            ? throw new OwnException("cannot start", 1)
            : Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Tell($"deactivate {reason.ReasonCode}");
    }

    public Task<Guid> Activation() => Task.FromResult(_activation);

    public async Task<Guid> DeactivateAfter(int milliseconds)
    {
        DeactivateOnIdle();
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
        return _activation;
    }

    public Task Delay(TimeSpan span)
    {
        DelayDeactivation(span);
        return Task.CompletedTask;
    }

    public Task<string> Injected() => Task.FromResult($"{injection.Text} {IdentityString} {this.GetGrainId()}");

    private void Tell(string what) => Events.GetOrAdd(this.GetPrimaryKeyString(), _ => new()).Enqueue(what);
}

[Alias("test.IShortLivedGrain")]
public interface IShortLivedGrain : ILifecycleGrain;

[GrainType("test.shortlived")]
public sealed class ShortLivedGrain(Injection injection) : LifecycleGrain(injection), IShortLivedGrain;

public sealed class LifecycleTests : IAsyncLifetime
{
    private EngineCluster _cluster = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cluster = await EngineCluster.Start(1, silo =>
    {
        silo.Services.AddSingleton<Injection>();
        silo.Configure<GrainCollectionOptions>(options => options.ClassSpecificCollectionAge[typeof(ShortLivedGrain).FullName!] = TimeSpan.FromSeconds(2));
    });

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Grain_WithConstructorParameters_GetsThem()
        => Assert.Equal("injected test.lifecycle/kx test.lifecycle/kx", await _cluster.Client.GetGrain<ILifecycleGrain>("kx", typeof(LifecycleGrain).FullName).Injected());

    [Fact]
    public async Task Activation_ThatFails_TellsTheCallerAndIsTriedAgain()
    {
        var grain = Grain("fails");
        Assert.Equal("cannot start", (await Assert.ThrowsAsync<OwnException>(grain.Activation)).Message);
        Assert.Equal(await grain.Activation(), await grain.Activation());
    }

    [Fact]
    public async Task Deactivation_WithCallsWaiting_GivesThemToTheNextActivation()
    {
        var grain = Grain("next");
        var first = grain.DeactivateAfter(500);
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancellation);
        var waiting = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => grain.Activation()));
        var second = Assert.Single(waiting.Distinct());
        Assert.NotEqual(await first, second);
        Assert.Equal(["activate", "deactivate ApplicationRequested", "activate"], LifecycleGrain.Of(grain.GetPrimaryKeyString()));
    }

    [Fact]
    public async Task Activation_IdleForItsAge_IsCollected()
    {
        var idle = _cluster.Client.GetGrain<IShortLivedGrain>(SharedCluster.Key());
        var delayed = _cluster.Client.GetGrain<IShortLivedGrain>(SharedCluster.Key());
        var lasting = Grain("lasting");
        await delayed.Delay(TimeSpan.FromMinutes(1));
        await lasting.Activation();
        var activation = await idle.Activation();
        while (!LifecycleGrain.Of(idle.GetPrimaryKeyString()).Contains("deactivate ActivationIdle"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation);
        }

        Assert.NotEqual(activation, await idle.Activation());
        Assert.Equal(["activate"], LifecycleGrain.Of(delayed.GetPrimaryKeyString()));
        Assert.Equal(["activate"], LifecycleGrain.Of(lasting.GetPrimaryKeyString()));
    }

    [Fact]
    public async Task Stop_OfTheSilo_LetsRunningCallsFinishAndDeactivates()
    {
        var grain = _cluster.Inside().GetGrain<ILifecycleGrain>($"stop{Guid.NewGuid():N}", typeof(LifecycleGrain).FullName);
        await grain.Delay(TimeSpan.FromMinutes(1));
        var running = grain.DeactivateAfter(1_000);
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancellation);
        await _cluster.Cluster.StopSiloAsync(_cluster.Silos[0], Cancellation);
        Assert.NotEqual(Guid.Empty, await running);
        Assert.Equal(2, LifecycleGrain.Of(grain.GetPrimaryKeyString()).Length);
    }

    private ILifecycleGrain Grain(string name) => _cluster.Client.GetGrain<ILifecycleGrain>($"{name}{Guid.NewGuid():N}", typeof(LifecycleGrain).FullName);
}
