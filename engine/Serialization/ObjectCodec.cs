using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Orleans.Serialization;

/// <summary>One member of an object.</summary>
internal abstract class MemberCodec<TOwner>
{
    public bool IsImmutable { get; protected init; }

    public abstract void Write(WireWriter writer, ref TOwner owner);

    public abstract void Read(ref WireReader reader, ref TOwner owner);

    public abstract void Copy(ref TOwner from, ref TOwner to);

    public static MemberCodec<TOwner>[] For(IEnumerable<ObjectMember> members, CodecProvider provider)
        => [.. members.Select(member => (MemberCodec<TOwner>)Activator.CreateInstance(
            typeof(MemberCodec<,>).MakeGenericType(typeof(TOwner), member.Type), member, provider.Get(member.Type))!)];
}

internal sealed class MemberCodec<TOwner, TField> : MemberCodec<TOwner>
{
    private readonly MemberGetter<TOwner, TField> _get;
    private readonly MemberSetter<TOwner, TField> _set;
    private readonly Codec<TField> _codec;

    public MemberCodec(ObjectMember member, Codec<TField> codec)
    {
        _get = MemberAccess.Getter<TOwner, TField>(member);
        _set = MemberAccess.Setter<TOwner, TField>(member);
        _codec = codec;
        IsImmutable = codec.IsImmutable || member.Field?.IsDefined(typeof(ImmutableAttribute)) == true;
    }

    public override void Write(WireWriter writer, ref TOwner owner) => _codec.Write(writer, _get(ref owner));

    public override void Read(ref WireReader reader, ref TOwner owner) => _set(ref owner, _codec.Read(ref reader));

    public override void Copy(ref TOwner from, ref TOwner to)
    {
        TField value = _get(ref from);
        _set(ref to, _codec.IsImmutable ? value : _codec.Copy(value));
    }
}

/// <summary>An object of exactly <typeparamref name="T"/>, as its members in the order of their ids.</summary>
internal sealed class ObjectCodec<T> : Codec<T>
{
    private MemberCodec<T>[] _members = [];
    private Func<T> _create = null!;
    private uint _fingerprint;

    public override void Initialize(CodecProvider provider)
    {
        List<ObjectMember> members = ObjectShape.MembersOf(typeof(T));
        _fingerprint = Fingerprint(members, provider.Names);
        _create = Factory();
        _members = MemberCodec<T>.For(members, provider);
        IsImmutable = typeof(T).IsDefined(typeof(ImmutableAttribute), false) || IsFrozen(members);
    }

    public override void Write(WireWriter writer, T value)
    {
        writer.Fixed(_fingerprint);
        foreach (MemberCodec<T> member in _members)
        {
            member.Write(writer, ref value);
        }
    }

    public override T Read(ref WireReader reader)
    {
        if (reader.Fixed<uint>() != _fingerprint)
        {
            throw new InvalidDataException($"{typeof(T)} has other members in the process that sent it: run one build on both sides.");
        }

        T value = _create();
        foreach (MemberCodec<T> member in _members)
        {
            member.Read(ref reader, ref value);
        }

        return value;
    }

    public override T Copy(T value)
    {
        if (IsImmutable)
        {
            return value;
        }

        T copy = _create();
        foreach (MemberCodec<T> member in _members)
        {
            member.Copy(ref value, ref copy);
        }

        return copy;
    }

    /// <summary>Nobody can tell a copy from the original when no field can change; a struct is copied by value anyway.</summary>
    private bool IsFrozen(List<ObjectMember> members)
        => Array.TrueForAll(_members, member => member.IsImmutable)
        && ObjectShape.FieldsOf(typeof(T)).All(field => (typeof(T).IsValueType || field.IsInitOnly) && members.Exists(member => member.Field == field));

    private static uint Fingerprint(List<ObjectMember> members, TypeNames names)
        => StableHash.ComputeHash(Encoding.UTF8.GetBytes(string.Join(';', members.Select(member => $"{member.Key}:{names.NameOf(member.Type)}"))));

    private static Func<T> Factory()
    {
        if (typeof(T).IsValueType)
        {
            return () => default!;
        }

        return typeof(T).GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []) is { } constructor
            ? Expression.Lambda<Func<T>>(Expression.New(constructor)).Compile()
            : () => (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
    }
}
