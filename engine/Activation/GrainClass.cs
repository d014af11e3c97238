using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>What all activations of one grain class share.</summary>
internal sealed class GrainClass
{
    private readonly ObjectFactory _create;
    private readonly StateFactory[] _states;
    private readonly bool _needsScope;

    public GrainClass(SiloRuntime runtime, Type type)
    {
        Runtime = runtime;
        Type = type;
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), true);
        HasOnActivate = Overrides(type, nameof(Grain.OnActivateAsync));
        HasOnDeactivate = Overrides(type, nameof(Grain.OnDeactivateAsync));
        CollectionAge = runtime.Timestamps(AgeOf(type, runtime.Collection));
        ParameterInfo[] parameters = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)?.GetParameters()
            ?? throw new OrleansConfigurationException($"The grain class {type} has no public constructor.");
        ParameterInfo[] states = [.. parameters.Where(parameter => parameter.IsDefined(typeof(PersistentStateAttribute)))];
        _states = [.. states.Select(state => StateFactory.For(runtime, type, state, state.GetCustomAttribute<PersistentStateAttribute>()!))];
        _create = ActivatorUtilities.CreateFactory(type, [.. states.Select(state => state.ParameterType)]);
        _needsScope = !parameters.Where(parameter => !parameter.IsDefined(typeof(PersistentStateAttribute))).All(parameter => runtime.Singletons.Contains(parameter.ParameterType));
    }

    public SiloRuntime Runtime { get; }

    public Type Type { get; }

    public bool IsReentrant { get; }

    public bool HasOnActivate { get; }

    public bool HasOnDeactivate { get; }

    /// <summary>In timestamps of the runtime's clock.</summary>
    public long CollectionAge { get; }

    /// <summary>Makes the grain object in the activation's own turn, and the states its constructor asks for.</summary>
    public object CreateInstance(Activation activation, out IActivationState[]? states)
    {
        // A scope per activation costs more than the grain: only for a class that takes scoped or transient services.
        IServiceProvider services = _needsScope ? activation.ActivationServices : Runtime.Services;
        states = null;
        if (_states.Length == 0)
        {
            return _create(services, null);
        }

        states = new IActivationState[_states.Length];
        for (int i = 0; i < states.Length; i++)
        {
            states[i] = _states[i].Create(activation);
        }

        return _create(services, states);
    }

    private static bool Overrides(Type type, string method)
    {
        if (!type.IsAssignableTo(typeof(Grain)))
        {
            return true;
        }

        return type.GetMethods().Any(candidate => candidate.Name == method && candidate.GetBaseDefinition().DeclaringType == typeof(Grain) && candidate.DeclaringType != typeof(Grain));
    }

    private static TimeSpan AgeOf(Type type, GrainCollectionOptions options)
    {
        if (type.IsDefined(typeof(KeepAliveAttribute), true))
        {
            return TimeSpan.MaxValue;
        }

        return type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit
            ?? (options.ClassSpecificCollectionAge.TryGetValue(type.FullName!, out TimeSpan specific) ? specific : options.CollectionAge);
    }
}
