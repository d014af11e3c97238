using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>The silo's half of the runtime: it has activations, and knows which grains are its own.</summary>
internal sealed class SiloRuntime : EngineRuntime
{
    private readonly ITimer _collector;

    public SiloRuntime(
        IServiceProvider services,
        TimeProvider time,
        SingletonServices singletons,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        ILogger<SiloRuntime> logger)
        : base(services, time, messaging.Value, logger)
    {
        Singletons = singletons;
        Collection = collection.Value;
        Directory = new ActivationDirectory(this);
        using (ExecutionContext.SuppressFlow())
        {
            _collector = time.CreateTimer(static state => ((SiloRuntime)state!).Collect(), this, Collection.CollectionQuantum, Collection.CollectionQuantum);
        }
    }

    public SingletonServices Singletons { get; }

    public GrainCollectionOptions Collection { get; }

    public ActivationDirectory Directory { get; }

    public override void Dispatch(GrainCall call)
    {
        try
        {
            Directory.Deliver(call.Target, call);
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }
    }

    /// <summary>Sends on what an activation that ended had not begun.</summary>
    public void Forward(Request request)
    {
        if (request is GrainCall call)
        {
            Dispatch(call);
        }
    }

    /// <summary>Completes when no other silo has this grain any more.</summary>
    public static Task Handover(GrainId grainId) => Task.CompletedTask;

    /// <summary>Ends every activation, letting running requests finish.</summary>
    public async Task DeactivateAll(DeactivationReason reason, CancellationToken cancellationToken)
    {
        List<Task> ending = [];
        foreach (Activation activation in Directory.All)
        {
            ending.Add(activation.Deactivated);
            activation.Deactivate(reason, CancellationToken.None);
        }

        await Task.WhenAll(ending).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override void Dispose()
    {
        base.Dispose();
        _collector.Dispose();
    }

    private void Collect() => Directory.CollectIdle(Now);
}

/// <summary>Which services of the container are singletons: what a grain takes of these needs no scope of its own.</summary>
internal sealed class SingletonServices(IServiceCollection services)
{
    private readonly Lazy<HashSet<Type>> _types = new(() =>
    [
        typeof(IServiceProvider),
        .. services.GroupBy(service => service.ServiceType)
            .Where(group => group.All(service => service.Lifetime == ServiceLifetime.Singleton))
            .Select(group => group.Key),
    ]);

    public bool Contains(Type type) => _types.Value.Contains(type) || (type.IsGenericType && _types.Value.Contains(type.GetGenericTypeDefinition()));
}
