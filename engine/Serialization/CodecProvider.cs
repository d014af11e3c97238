using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>Finds the codec of a type, and refuses types that Orleans would refuse.</summary>
internal sealed class CodecProvider
{
    private readonly ConcurrentDictionary<Type, Codec> _codecs = new(BasicCodecs.All());
    private readonly ConcurrentDictionary<Type, Codec> _exact = new();
    private readonly Dictionary<(Type, bool), Codec> _building = [];
    private readonly Lock _lock = new();

    public CodecProvider(TypeNames names)
    {
        Names = names;
        _codecs[typeof(CancellationToken)] = new SimpleCodec<CancellationToken>((_, _) => { }, (ref WireReader _) => default);
    }

    public TypeNames Names { get; }

    /// <summary>Makes references that came in a call usable; set by the runtime that owns this provider.</summary>
    public Func<Type, GrainId, object>? MakeReference { get; set; }

    /// <summary>The codec for a place declared as <typeparamref name="T"/>: the value may be null or of a derived type.</summary>
    public Codec<T> Get<T>() => (Codec<T>)Get(typeof(T));

    public Codec Get(Type type) => _codecs.TryGetValue(type, out Codec? codec) ? codec : Build(type, exact: false);

    /// <summary>The codec for values that are not null and of exactly this type.</summary>
    public Codec GetExact(Type type) => _exact.TryGetValue(type, out Codec? codec) ? codec : Build(type, exact: true);

    private Codec Build(Type type, bool exact)
    {
        lock (_lock)
        {
            ConcurrentDictionary<Type, Codec> done = exact ? _exact : _codecs;
            if (done.TryGetValue(type, out Codec? codec) || _building.TryGetValue((type, exact), out codec))
            {
                return codec;
            }

            bool outermost = _building.Count == 0;
            codec = exact ? CreateExact(type) : Create(type);
            _building[(type, exact)] = codec;
            try
            {
                codec.Initialize(this);
                if (outermost)
                {
                    foreach (((Type built, bool isExact), Codec made) in _building)
                    {
                        (isExact ? _exact : _codecs)[built] = made;
                    }
                }
            }
            finally
            {
                // A half-built family is dropped whole: its members may refer to the one that failed.
                if (outermost)
                {
                    _building.Clear();
                }
            }

            return codec;
        }
    }

    private static Codec Create(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Make(typeof(NullableCodec<>), underlying);
        }

        if (type.IsEnum)
        {
            return Make(typeof(EnumCodec<>), type);
        }

        if (type.IsValueType)
        {
            return CreateExact(type);
        }

        return Make(typeof(ReferenceCodec<>), type);
    }

    private static Codec CreateExact(Type type)
    {
        if (BasicCodecs.Exact(type) is { } basic)
        {
            return basic;
        }

        if (CollectionCodecs.TryCreate(type) is { } collection)
        {
            return collection;
        }

        if (typeof(Exception).IsAssignableFrom(type) && (type.IsDefined(typeof(GenerateSerializerAttribute), false) || IsFramework(type)))
        {
            return Make(typeof(ExceptionCodec<>), type);
        }

        if (type.IsValueType && (type.IsEnum || Nullable.GetUnderlyingType(type) is not null))
        {
            return Create(type);
        }

        if (!type.IsAbstract && !type.IsInterface && (type.IsDefined(typeof(GenerateSerializerAttribute), false) || ObjectShape.IsTuple(type)))
        {
            return Make(typeof(ObjectCodec<>), type);
        }

        throw new CodecNotFoundException(
            $"Could not find a codec for type {type}. Mark it with [GenerateSerializer] and its members with [Id], or pass another type.");
    }

    private static bool IsFramework(Type type) => type.Namespace is { } name
        && (name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft", StringComparison.Ordinal) || name.StartsWith("Azure", StringComparison.Ordinal));

    internal static Codec Make(Type generic, params Type[] arguments)
        => (Codec)Activator.CreateInstance(generic.MakeGenericType(arguments), nonPublic: true)!;
}
