using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>State that is read before the grain is activated.</summary>
internal interface IActivationState
{
    Task ReadAsync(CancellationToken cancellationToken);
}

internal static class FreshState
{
    /// <summary>The state of a grain that has no record.</summary>
    public static T Of<T>() => typeof(T).IsValueType || typeof(T).GetConstructor([]) is not null
        ? Activator.CreateInstance<T>()
        : typeof(T).IsAbstract || typeof(T) == typeof(string) || typeof(T).IsArray ? default! : (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
}

/// <summary>Makes the states that one constructor parameter of a grain class asks for; there is one for all activations.</summary>
internal abstract class StateFactory
{
    public static StateFactory For(SiloRuntime runtime, Type grainClass, ParameterInfo parameter, PersistentStateAttribute attribute)
    {
        Type type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new OrleansConfigurationException($"The parameter {parameter.Name} of {grainClass} has [PersistentState] but is not an IPersistentState<T>.");
        }

        var storage = new Lazy<IGrainStorage>(() => attribute.StorageName is { Length: > 0 } name
            ? runtime.Services.GetKeyedService<IGrainStorage>(name) ?? throw Missing(grainClass, $"named '{name}'")
            : runtime.Services.GetKeyedService<IGrainStorage>("Default") ?? throw Missing(grainClass, "by default"));
        return (StateFactory)Activator.CreateInstance(typeof(StateFactory<>).MakeGenericType(type.GetGenericArguments()), attribute.StateName, storage)!;
    }

    public abstract IActivationState Create(Activation activation);

    private static OrleansConfigurationException Missing(Type grainClass, string which)
        => new($"No storage provider found {which} for the grain class {grainClass}.");
}

internal sealed class StateFactory<T>(string name, Lazy<IGrainStorage> storage) : StateFactory
{
    public override IActivationState Create(Activation activation) => new PersistentState<T>(activation, name, storage.Value);
}

/// <summary>One named state of one activation. Operations run one after the other, as they were asked for.</summary>
internal sealed class PersistentState<T>(Activation activation, string name, IGrainStorage storage) : IPersistentState<T>, IActivationState
{
    private readonly GrainState<T> _state = new(FreshState.Of<T>());
    private Operation? _last;
    private bool _loaded;

    private delegate Task StorageCall(CancellationToken cancellationToken);

    public T State
    {
        get
        {
            CheckTurn();
            return _state.State!;
        }

        set
        {
            CheckTurn();
            _state.State = value;
        }
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _loaded ? _state.RecordExists : throw new InvalidOperationException("State has not yet been loaded");

    public Task ReadAsync(CancellationToken cancellationToken) => ReadStateAsync(cancellationToken);

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) => Enqueue(nameof(ReadStateAsync), ct => storage.ReadStateAsync(name, activation.GrainId, _state, ct), cancellationToken);

    public Task WriteStateAsync(CancellationToken cancellationToken) => Enqueue(nameof(WriteStateAsync), ct => storage.WriteStateAsync(name, activation.GrainId, _state, ct), cancellationToken);

    public Task ClearStateAsync(CancellationToken cancellationToken) => Enqueue(nameof(ClearStateAsync), ct => storage.ClearStateAsync(name, activation.GrainId, _state, ct), cancellationToken);

    private Task Enqueue(string kind, StorageCall call, CancellationToken cancellationToken)
    {
        CheckTurn();
        if (_last is { Started: false } waiting && waiting.Kind == kind && !cancellationToken.CanBeCanceled && !waiting.Cancellable)
        {
            // It will write what the state is when its turn comes, so it serves this caller too.
            return waiting.Task;
        }

        var operation = new Operation(kind, cancellationToken.CanBeCanceled);
        Operation? previous = _last;
        _last = operation;
        return operation.Task = Run(operation, previous, call, cancellationToken);
    }

    private async Task Run(Operation operation, Operation? previous, StorageCall call, CancellationToken cancellationToken)
    {
        if (previous is { Task.IsCompleted: false })
        {
            await previous.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        operation.Started = true;
        try
        {
            await call(cancellationToken);
            _loaded = true;
        }
        catch (Exception exception) when (exception is not OrleansException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            EngineLog.StorageFailed(activation.Class.Runtime.Logger, exception, operation.Kind, name, activation.GrainId);
            throw new OrleansException($"Error from storage provider {storage.GetType().Name}.{name} during {operation.Kind} for grain {activation.GrainId}: {exception.Message}", exception);
        }
        finally
        {
            if (_last == operation)
            {
                _last = null;
            }
        }
    }

    private static void CheckTurn()
    {
        if (RuntimeContext.Current is null)
        {
            throw new InvalidOperationException("Grain state can be used only from within its grain's turns.");
        }
    }

    private sealed class Operation(string kind, bool cancellable)
    {
        public string Kind { get; } = kind;

        public bool Cancellable { get; } = cancellable;

        public bool Started { get; set; }

        public Task Task { get; set; } = Task.CompletedTask;
    }
}
