using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.Messaging;

namespace Orleans.Runtime;

/// <summary>The silo's half of the runtime: it has activations, knows which grains are its own, and how to reach the others.</summary>
internal sealed partial class SiloRuntime : EngineRuntime
{
    private readonly ConcurrentDictionary<SiloAddress, SiloLink> _links = new();
    private readonly ITimer _collector;
    private readonly int _maxHops;
    private bool _ownsAll;

    public SiloRuntime(
        IServiceProvider services,
        TimeProvider time,
        SingletonServices singletons,
        LocalSiloDetails details,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        ILogger<SiloRuntime> logger)
        : base(services, time, messaging.Value, logger)
    {
        Singletons = singletons;
        Details = details;
        Collection = collection.Value;
        Directory = new ActivationDirectory(this);
        _maxHops = messaging.Value.MaxForwardCount;
        using (ExecutionContext.SuppressFlow())
        {
            _collector = time.CreateTimer(static state => ((SiloRuntime)state!).Collect(), this, Collection.CollectionQuantum, Collection.CollectionQuantum);
        }
    }

    public SingletonServices Singletons { get; }

    public LocalSiloDetails Details { get; }

    public GrainCollectionOptions Collection { get; }

    public ActivationDirectory Directory { get; }

    /// <summary>What this silo knows of the cluster.</summary>
    public ClusterView View { get; private set; } = ClusterView.None;

    public bool Owns(GrainId id) => Volatile.Read(ref _ownsAll) || Details.SiloAddress.Equals(View.Ring.OwnerOf(id));

    public SiloLink LinkTo(SiloAddress silo) => _links.GetOrAdd(silo, static (silo, runtime) => new SiloLink(runtime, silo), this);

    public override void Dispatch(GrainCall call)
    {
        try
        {
            if (Volatile.Read(ref _ownsAll))
            {
                Directory.Deliver(call.Target, call);
                return;
            }

            SiloAddress? owner = View.Ring.OwnerOf(call.Target);
            if (owner is null)
            {
                // Nobody takes new grains: this silo is stopping, and it is the last.
                if (Directory.Find(call.Target)?.TryReceive(call) != true)
                {
                    call.Fail(new SiloUnavailableException($"No silo is active to take the call of {call}."));
                }
            }
            else if (owner.Equals(Details.SiloAddress))
            {
                Directory.Deliver(call.Target, call);
            }
            else
            {
                Relay(call, owner);
            }
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

    /// <summary>Ends every activation, letting running requests finish.</summary>
    public async Task DeactivateAll(DeactivationReason reason, CancellationToken cancellationToken)
    {
        while (Directory.Count > 0 && !cancellationToken.IsCancellationRequested)
        {
            await Deactivate(Directory.All, reason).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _collector.Dispose();
        foreach ((_, SiloLink link) in _links)
        {
            link.Close();
        }
    }

    private static Task Deactivate(IEnumerable<Activation> activations, DeactivationReason reason)
    {
        List<Task> ending = [];
        foreach (Activation activation in activations)
        {
            ending.Add(activation.Deactivated);
            activation.Deactivate(reason);
        }

        return Task.WhenAll(ending);
    }

    private void Relay(GrainCall call, SiloAddress owner)
    {
        if (call.Origin is not null)
        {
            if (call.Hops >= _maxHops && !call.Method.OneWay)
            {
                Arrivals.Remove(call);
                call.Origin.AnswerRejected(call, $"{Details.SiloAddress} is not the owner of {call.Target}.");
                return;
            }

            call.Hops++;
            if (!call.Method.OneWay && call.Id == 0)
            {
                Calls.Add(call);
            }
        }

        LinkTo(owner).Send(call);
    }

    private void Collect() => Directory.CollectIdle(Now);
}
