using System.Collections.Concurrent;

namespace Orleans.Runtime;

/// <summary>The activations of this silo.</summary>
internal sealed class ActivationDirectory(SiloRuntime runtime)
{
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();
    private readonly ConcurrentDictionary<GrainType, GrainClass> _classes = new();

    public int Count => _activations.Count;

    public IEnumerable<Activation> All => _activations.Select(pair => pair.Value);

    public Activation? Find(GrainId id) => _activations.GetValueOrDefault(id);

    /// <summary>Gives a request to the grain's activation, made if there is none.</summary>
    public void Deliver(GrainId id, Request request)
    {
        while (true)
        {
            if (!_activations.TryGetValue(id, out Activation? activation))
            {
                activation = _activations.GetOrAdd(id, static (id, directory) => new Activation(directory.ClassOf(id.Type), id), this);
            }

            if (activation.TryReceive(request))
            {
                return;
            }
        }
    }

    public void Remove(Activation activation) => _activations.TryRemove(new(activation.GrainId, activation));

    /// <summary>Begins to end the activations that have been idle for long enough.</summary>
    public int CollectIdle(long now) => All.Count(activation => activation.CollectIfIdle(now));

    private GrainClass ClassOf(GrainType type) => _classes.TryGetValue(type, out GrainClass? known) ? known : _classes.GetOrAdd(type, Make);

    private GrainClass Make(GrainType type) => new(
        runtime,
        runtime.GrainTypes.ClassOf(type) ?? throw new ArgumentException($"Could not find the grain class of grain type '{type}' in this silo."));
}
