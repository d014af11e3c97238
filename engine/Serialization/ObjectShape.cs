using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Orleans.Serialization;

/// <summary>A member that is passed: what identifies it, and the field or property it is in.</summary>
internal sealed record ObjectMember(string Key, Type Type, FieldInfo? Field, PropertyInfo? Property);

/// <summary>Which members of a type are passed, as Orleans' code generator chooses them.</summary>
internal static class ObjectShape
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static bool IsTuple(Type type)
        => type.IsAssignableTo(typeof(ITuple)) && type.Namespace == "System"
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>));

    public static List<ObjectMember> MembersOf(Type type)
    {
        if (IsTuple(type))
        {
            return [.. FieldsOf(type).Select((field, i) => new ObjectMember($"{i}", field.FieldType, field, null))];
        }

        var members = new List<ObjectMember>();
        var levels = new Stack<Type>();
        for (Type? level = type; level is not null && level != typeof(object) && level != typeof(ValueType) && level != typeof(Exception); level = level.BaseType)
        {
            levels.Push(level);
        }

        int depth = 0;
        foreach (Type level in levels)
        {
            AddLevel(level, type, depth++, members);
        }

        return members;
    }

    /// <summary>Every field of an object, those of its base classes included.</summary>
    public static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (Type? level = type; level is not null; level = level.BaseType)
        {
            foreach (FieldInfo field in level.GetFields(Declared))
            {
                yield return field;
            }
        }
    }

    private static void AddLevel(Type level, Type type, int depth, List<ObjectMember> members)
    {
        if (!level.IsDefined(typeof(GenerateSerializerAttribute), false) && FieldsIn(level).Length > 0 && !level.IsAssignableTo(typeof(Exception)))
        {
            throw new CodecNotFoundException($"Could not find a base type serializer for type {level}, a base of {type}: mark it with [GenerateSerializer].");
        }

        PropertyInfo[] properties = level.GetProperties(Declared);
        foreach (string parameter in PrimaryConstructorParameters(level))
        {
            PropertyInfo? property = Array.Find(properties, property => property.Name == parameter);
            if (property is not null && !property.IsDefined(typeof(IdAttribute)) && BackingField(property) is { } field)
            {
                members.Add(new($"{depth}p{parameter}", property.PropertyType, field, null));
            }
        }

        var numbered = new SortedDictionary<uint, ObjectMember>();
        foreach (FieldInfo field in FieldsIn(level))
        {
            Add(field.GetCustomAttribute<IdAttribute>(), field.FieldType, field, null);
        }

        foreach (PropertyInfo property in properties)
        {
            FieldInfo? field = BackingField(property);
            Add(property.GetCustomAttribute<IdAttribute>(), property.PropertyType, field, field is null ? property : null);
        }

        members.AddRange(numbered.Values);

        void Add(IdAttribute? id, Type memberType, FieldInfo? field, PropertyInfo? property)
        {
            if (id is not null && !numbered.TryAdd(id.Id, new($"{depth}i{id.Id}", memberType, field, property)))
            {
                throw new CodecNotFoundException($"Two members of {level} have [Id({id.Id})].");
            }
        }
    }

    private static FieldInfo[] FieldsIn(Type level) => level.GetFields(Declared);

    private static FieldInfo? BackingField(PropertyInfo property)
        => property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>A positional record's Deconstruct is made by the compiler and lists its parameters.</summary>
    private static IEnumerable<string> PrimaryConstructorParameters(Type level)
    {
        MethodInfo? deconstruct = level.GetMethods(Declared).FirstOrDefault(method => method.Name == "Deconstruct" && method.IsDefined(typeof(CompilerGeneratedAttribute)));
        return deconstruct?.GetParameters().Select(parameter => parameter.Name!) ?? [];
    }
}

internal delegate TField MemberGetter<TOwner, TField>(ref TOwner owner);

internal delegate void MemberSetter<TOwner, TField>(ref TOwner owner, TField value);

/// <summary>Reads and sets members, private and read-only ones too, without reflection's cost.</summary>
internal static class MemberAccess
{
    public static MemberGetter<TOwner, TField> Getter<TOwner, TField>(ObjectMember member)
    {
        var method = new DynamicMethod($"get {member.Key}", typeof(TField), [typeof(TOwner).MakeByRefType()], typeof(TOwner), skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        LoadOwner<TOwner>(il);
        if (member.Field is { } field)
        {
            il.Emit(OpCodes.Ldfld, field);
        }
        else
        {
            Call<TOwner>(il, member.Property!.GetGetMethod(true) ?? throw new CodecNotFoundException($"{typeof(TOwner)}.{member.Property.Name} has an [Id] but no getter."));
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<MemberGetter<TOwner, TField>>();
    }

    public static MemberSetter<TOwner, TField> Setter<TOwner, TField>(ObjectMember member)
    {
        var method = new DynamicMethod($"set {member.Key}", null, [typeof(TOwner).MakeByRefType(), typeof(TField)], typeof(TOwner), skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        LoadOwner<TOwner>(il);
        il.Emit(OpCodes.Ldarg_1);
        if (member.Field is { } field)
        {
            il.Emit(OpCodes.Stfld, field);
        }
        else
        {
            Call<TOwner>(il, member.Property!.GetSetMethod(true) ?? throw new CodecNotFoundException($"{typeof(TOwner)}.{member.Property.Name} has an [Id] but no setter."));
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<MemberSetter<TOwner, TField>>();
    }

    private static void LoadOwner<TOwner>(ILGenerator il)
    {
        il.Emit(OpCodes.Ldarg_0);
        if (!typeof(TOwner).IsValueType)
        {
            il.Emit(OpCodes.Ldind_Ref);
        }
    }

    private static void Call<TOwner>(ILGenerator il, MethodInfo method) => il.Emit(typeof(TOwner).IsValueType ? OpCodes.Call : OpCodes.Callvirt, method);
}
