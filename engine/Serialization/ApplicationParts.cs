using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Serialization;

/// <summary>The assemblies that hold grains and the values they pass: those that refer to this engine.</summary>
internal static class ApplicationParts
{
    private static readonly Lazy<Type[]> s_types = new(Load);

    public static IReadOnlyList<Type> Types => s_types.Value;

    private static Type[] Load()
    {
        Assembly engine = typeof(ApplicationParts).Assembly;
        string engineName = engine.GetName().Name!;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic));
        if (Assembly.GetEntryAssembly() is { } entry)
        {
            waiting.Push(entry);
        }

        var parts = new List<Assembly> { engine };
        while (waiting.TryPop(out Assembly? assembly))
        {
            if (!seen.Add(assembly.FullName!))
            {
                continue;
            }

            AssemblyName[] references = assembly.GetReferencedAssemblies();
            if (Array.Exists(references, name => name.Name == engineName))
            {
                parts.Add(assembly);
                foreach (AssemblyName reference in references.Where(name => !IsFramework(name.Name!) && !seen.Contains(name.FullName)))
                {
                    TryLoad(reference, waiting);
                }
            }
        }

        return [.. parts.SelectMany(TypesOf)];
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }

    private static bool IsFramework(string name)
        => name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name is "netstandard" or "mscorlib";

    private static void TryLoad(AssemblyName name, Stack<Assembly> waiting)
    {
        try
        {
            waiting.Push(Assembly.Load(name));
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            // A reference that is not deployed cannot hold grains of this process.
        }
    }
}

/// <summary>The names by which types go over the wire: their alias, or their full name.</summary>
internal sealed class TypeNames
{
    private readonly ConcurrentDictionary<Type, string> _names = new();
    private readonly ConcurrentDictionary<string, Type> _types = new(StringComparer.Ordinal);

    public TypeNames()
    {
        foreach (Type type in ApplicationParts.Types)
        {
            if (!type.IsGenericTypeDefinition && type.GetCustomAttributes<AliasAttribute>(false).FirstOrDefault() is { } alias)
            {
                if (!_types.TryAdd(alias.Alias, type))
                {
                    throw new Runtime.OrleansConfigurationException($"{type} and {_types[alias.Alias]} have the same [Alias(\"{alias.Alias}\")].");
                }

                _names[type] = alias.Alias;
            }
        }
    }

    public string NameOf(Type type) => _names.GetOrAdd(type, static type => type.AssemblyQualifiedName!);

    public Type TypeOf(string name) => _types.GetOrAdd(
        name,
        static name => Type.GetType(name) ?? throw new CodecNotFoundException($"The type '{name}' is unknown in this process."));
}
