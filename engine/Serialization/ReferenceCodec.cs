using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>
/// A place declared as a class or interface: null, a value of just that type, a value of another type by its name,
/// or a reference to a grain.
/// </summary>
internal sealed class ReferenceCodec<T> : Codec<T?>
    where T : class
{
    private const byte Null = 0, Declared = 1, Named = 2, Grain = 3;
    private const int MaxDepth = 500;

    private CodecProvider _provider = null!;
    private Codec? _declared;

    public override void Initialize(CodecProvider provider)
    {
        _provider = provider;
        if (!typeof(T).IsAbstract && !typeof(T).IsInterface)
        {
            _declared = provider.GetExact(typeof(T));
            IsImmutable = typeof(T).IsSealed && _declared.IsImmutable;
        }
    }

    public override void Write(WireWriter writer, T? value)
    {
        if (value is null)
        {
            writer.Byte(Null);
            return;
        }

        if (++writer.Depth > MaxDepth)
        {
            throw new NotSupportedException($"A {typeof(T)} is nested more than {MaxDepth} deep: objects that refer to each other in a circle cannot be passed.");
        }

        Type type = value.GetType();
        if (type == typeof(T))
        {
            writer.Byte(Declared);
            _declared!.WriteObject(writer, value);
        }
        else if (value is GrainReferenceProxy reference)
        {
            writer.Byte(Grain);
            writer.String(_provider.Names.NameOf(reference.InterfaceType));
            writer.Bytes(reference.GrainId.Type.AsSpan());
            writer.Bytes(reference.GrainId.Key.AsSpan());
        }
        else
        {
            RefuseGrainObject(value);
            Codec codec = _provider.GetExact(type);
            writer.Byte(Named);
            writer.String(_provider.Names.NameOf(type));
            codec.WriteObject(writer, value);
        }

        writer.Depth--;
    }

    public override T? Read(ref WireReader reader)
    {
        switch (reader.Byte())
        {
            case Null:
                return null;
            case Declared:
                return (T?)_declared!.ReadObject(ref reader);
            case Named:
                Type type = _provider.Names.TypeOf(reader.String()!);
                return type.IsAssignableTo(typeof(T))
                    ? (T?)_provider.GetExact(type).ReadObject(ref reader)
                    : throw new InvalidDataException($"A {type} came where a {typeof(T)} belongs.");
            default:
                Type face = _provider.Names.TypeOf(reader.String()!);
                var id = new GrainId(new GrainType(new IdSpan(reader.Bytes().ToArray())), new IdSpan(reader.Bytes().ToArray()));
                return (T)_provider.MakeReference!(face, id);
        }
    }

    public override T? Copy(T? value)
    {
        if (value is null or GrainReferenceProxy)
        {
            return value;
        }

        RefuseGrainObject(value);
        Type type = value.GetType();
        Codec codec = type == typeof(T) ? _declared! : _provider.GetExact(type);
        if (codec.IsImmutable)
        {
            return value;
        }

        CopyDepth.Enter(typeof(T), MaxDepth);
        try
        {
            return (T?)codec.CopyObject(value);
        }
        finally
        {
            CopyDepth.Leave();
        }
    }

    private static void RefuseGrainObject(T value)
    {
        if (value is IAddressable)
        {
            throw new CodecNotFoundException($"{value.GetType()} is a grain, not a reference to one: pass this.AsReference<T>().");
        }
    }
}

/// <summary>Counts nested copies on this thread, for the same reason as <see cref="WireWriter.Depth"/>.</summary>
internal static class CopyDepth
{
    [ThreadStatic]
    private static int s_depth;

    public static void Enter(Type type, int max)
    {
        if (++s_depth > max)
        {
            s_depth--;
            throw new NotSupportedException($"A {type} is nested more than {max} deep: objects that refer to each other in a circle cannot be passed.");
        }
    }

    public static void Leave() => s_depth--;
}
