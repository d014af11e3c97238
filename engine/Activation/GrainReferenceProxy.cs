using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Runtime;

/// <summary>A reference to a grain: calls to it become messages. Not sealed, as the proxies derive from it.</summary>
internal class GrainReferenceProxy : DispatchProxy, IAddressable
{
    private static readonly ConcurrentDictionary<Type, GrainReferenceProxy> s_prototypes = new();

    public EngineRuntime Runtime { get; private set; } = null!;

    public GrainId GrainId { get; private set; }

    public Type InterfaceType { get; private set; } = null!;

    public static object Create(EngineRuntime runtime, Type interfaceType, GrainId grainId)
    {
        // Copying is many times cheaper than making one by reflection, and references are made for every call.
        var proxy = (GrainReferenceProxy)s_prototypes.GetOrAdd(interfaceType, static type => (GrainReferenceProxy)Create(type, typeof(GrainReferenceProxy))).MemberwiseClone();
        proxy.Runtime = runtime;
        proxy.GrainId = grainId;
        proxy.InterfaceType = interfaceType;
        return proxy;
    }

    public override bool Equals(object? obj) => obj is GrainReferenceProxy other && other.GrainId == GrainId;

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"GrainReference:{GrainId}";

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Runtime.Call(GrainId, targetMethod!, args ?? []);
}
