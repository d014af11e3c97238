using System.Reflection;

namespace Gleaner.Tests.Engine;

/// <summary>
/// engine/PublicApi.txt is the part of the Orleans API that Gleaner may use: it must exist in whichever engine is loaded,
/// and the builtin engine shows nothing else. To write the file anew, run this class with GLEANER_PUBLIC_API=its path.
/// </summary>
public sealed class PublicApiTests
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static bool IsBuiltin => typeof(Grain).Assembly.GetName().Name == "Gleaner.Engine";

    [Fact]
    public void PublicApi_EveryListedMember_ExistsInTheLoadedEngine()
    {
        var assemblies = Engine();
        var missing = new List<string>();
        foreach (var group in Listed().GroupBy(line => line.Split(": ")[0]))
        {
            // Orleans has classes of one name in several assemblies.
            var members = assemblies.Select(assembly => assembly.GetType(group.Key)).OfType<Type>().SelectMany(type => Describe(type, withInherited: true)).ToHashSet(StringComparer.Ordinal);
            missing.AddRange(group.Where(line => !members.Contains(line)));
        }

        Assert.True(missing.Count == 0, $"Not beside {typeof(Grain).Assembly.GetName().Name}:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void PublicApi_OfTheBuiltinEngine_IsListedWhole()
    {
        if (!IsBuiltin)
        {
            Assert.NotEqual("Gleaner.Engine", typeof(Grain).Assembly.GetName().Name);
            return;
        }

        string[] actual = [.. typeof(Grain).Assembly.GetExportedTypes().SelectMany(type => Describe(type, withInherited: false)).Distinct().Order(StringComparer.Ordinal)];
        if (Environment.GetEnvironmentVariable("GLEANER_PUBLIC_API") is { Length: > 0 } path)
        {
            File.WriteAllLines(path, actual);
            return;
        }

        Assert.Equal(Listed(), actual);
    }

    private static string[] Listed()
    {
        using var stream = typeof(PublicApiTests).Assembly.GetManifestResourceStream("PublicApi.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static List<Assembly> Engine()
    {
        string[] names = IsBuiltin
            ? ["Gleaner.Engine"]
            : [.. Directory.GetFiles(AppContext.BaseDirectory, "Orleans*.dll").Select(file => Path.GetFileNameWithoutExtension(file))];
        return [.. names.Select(Assembly.Load)];
    }

    private static IEnumerable<string> Describe(Type type, bool withInherited)
    {
        yield return type.FullName!;
        var flags = withInherited ? Everything | BindingFlags.FlattenHierarchy : Everything | BindingFlags.DeclaredOnly;
        IEnumerable<Type> faces = withInherited && type.IsInterface ? [type, .. type.GetInterfaces()] : [type];
        foreach (var member in faces.SelectMany(face => face.GetMembers(flags)))
        {
            var text = member switch
            {
                ConstructorInfo constructor when IsVisible(constructor) => $"new({Parameters(constructor)})",
                MethodInfo method when IsVisible(method) && !IsObjects(method) => $"{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})",
                FieldInfo field when (field.IsPublic || field.IsFamily) && !field.IsSpecialName => $"{Name(field.FieldType)} {field.Name}",
                _ => null,
            };
            if (text is not null && !(type.IsSubclassOf(typeof(Attribute)) && member.DeclaringType == typeof(Attribute)))
            {
                yield return $"{type.FullName}: {text}";
            }
        }
    }

    private static bool IsVisible(MethodBase method) => !method.IsStatic || method is MethodInfo ? method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly : false;

    private static bool IsObjects(MethodInfo method)
        => method.GetBaseDefinition().DeclaringType is { } declaring && (declaring == typeof(object) || declaring == typeof(ValueType) || declaring == typeof(Enum) || declaring == typeof(Exception));

    private static string Generic(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)));

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return $"{Name(type.GetElementType()!)}&";
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[]";
        }

        if (!type.IsGenericType)
        {
            return type.IsGenericParameter ? type.Name : type.FullName!;
        }

        var name = type.GetGenericTypeDefinition().FullName!;
        return $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
