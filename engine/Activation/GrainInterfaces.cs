using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>The grain methods of this process, by their reflection object and by their number on the wire.</summary>
internal sealed class GrainInterfaces(CodecProvider codecs)
{
    private readonly ConcurrentDictionary<MethodInfo, GrainMethod> _methods = new();
    private readonly Lazy<Dictionary<ulong, MethodInfo>> _byId = new(() => Index(codecs.Names));

    public GrainMethod Get(MethodInfo method) => _methods.TryGetValue(method, out GrainMethod? found) ? found : _methods.GetOrAdd(method, static (method, codecs) => new(method, codecs), codecs);

    public GrainMethod? Find(ulong id) => _byId.Value.TryGetValue(id, out MethodInfo? method) ? Get(method) : null;

    public static bool IsGrainInterface(Type type) => type.IsInterface && !type.IsGenericTypeDefinition && type.IsAssignableTo(typeof(IGrain));

    private static Dictionary<ulong, MethodInfo> Index(TypeNames names)
    {
        var index = new Dictionary<ulong, MethodInfo>();
        foreach (MethodInfo method in ApplicationParts.Types.Where(IsGrainInterface).SelectMany(face => face.GetMethods()).Where(method => !method.IsStatic && !method.IsGenericMethodDefinition))
        {
            index[GrainMethod.IdOf(method, names)] = method;
        }

        return index;
    }
}
