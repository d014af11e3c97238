using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>Which grain class serves which interface, and under which name.</summary>
internal sealed class GrainTypes
{
    private readonly Dictionary<GrainType, Type> _classes = [];
    private readonly ConcurrentDictionary<(Type Face, string? Prefix), GrainType> _resolved = new();
    private Dictionary<string, List<(string ClassName, GrainType Type)>> _serving = new(StringComparer.Ordinal);

    public GrainTypes()
    {
        foreach (Type type in ApplicationParts.Types.Where(type => type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false } && IsGrainClass(type)))
        {
            GrainType name = NameOf(type);
            if (!_classes.TryAdd(name, type))
            {
                throw new OrleansConfigurationException($"The grain classes {type} and {_classes[name]} have the same grain type '{name}'.");
            }

            foreach (Type face in type.GetInterfaces().Where(GrainInterfaces.IsGrainInterface))
            {
                Add(_serving, face.FullName!, type.FullName!, name);
            }
        }
    }

    public Type? ClassOf(GrainType type) => _classes.GetValueOrDefault(type);

    /// <summary>What a gateway tells its clients, which may lack the grain classes: interface, class name, grain type.</summary>
    public IEnumerable<(string Face, string ClassName, GrainType Type)> Manifest
        => _serving.SelectMany(face => face.Value.Select(served => (face.Key, served.ClassName, served.Type)));

    /// <summary>Takes the cluster's word for what serves each interface.</summary>
    public void Use(IEnumerable<(string Face, string ClassName, GrainType Type)> manifest)
    {
        var serving = new Dictionary<string, List<(string, GrainType)>>(StringComparer.Ordinal);
        foreach ((string face, string className, GrainType type) in manifest)
        {
            Add(serving, face, className, type);
        }

        _serving = serving;
        _resolved.Clear();
    }

    public GrainType Resolve(Type face, string? classNamePrefix)
        => _resolved.TryGetValue((face, classNamePrefix), out GrainType known) ? known : _resolved[(face, classNamePrefix)] = Choose(face, classNamePrefix);

    private GrainType Choose(Type face, string? prefix)
    {
        List<(string ClassName, GrainType Type)> candidates = _serving.GetValueOrDefault(face.FullName!) ?? [];
        if (prefix is not null)
        {
            candidates = candidates.FindAll(candidate => candidate.ClassName.StartsWith(prefix, StringComparison.Ordinal));
        }

        if (candidates.Count > 1)
        {
            // IFoo is served by Foo or FooGrain when several classes implement it.
            string conventional = face.Name[0] == 'I' ? face.Name[1..] : face.Name;
            List<(string ClassName, GrainType Type)> named = candidates.FindAll(candidate => candidate.ClassName[(candidate.ClassName.LastIndexOfAny(['.', '+']) + 1)..] == conventional);
            candidates = named.Count == 1 ? named : candidates;
        }

        return candidates switch
        {
            [var only] => only.Type,
            [] => throw new ArgumentException($"Could not find an implementation for interface {face.FullName}."),
            _ => throw new ArgumentException($"Several classes implement {face.FullName}: {string.Join(", ", candidates.Select(candidate => candidate.ClassName))}. Name one by grainClassNamePrefix."),
        };
    }

    private static bool IsGrainClass(Type type) => type.IsAssignableTo(typeof(IGrainBase)) || type.IsAssignableTo(typeof(IGrain));

    private static GrainType NameOf(Type type)
    {
        if (type.GetCustomAttribute<GrainTypeAttribute>() is { } named)
        {
            return GrainType.Create(named.Name);
        }

        string name = type.Name.ToLowerInvariant();
        return GrainType.Create(name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name);
    }

    private static void Add(Dictionary<string, List<(string, GrainType)>> serving, string face, string className, GrainType type)
    {
        if (!serving.TryGetValue(face, out List<(string, GrainType)>? list))
        {
            serving[face] = list = [];
        }

        list.Add((className, type));
    }
}
