using System.Globalization;
using System.Net;
using System.Numerics;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>The types that every call may use.</summary>
internal static class BasicCodecs
{
    private static readonly Dictionary<Type, Codec> s_values = Values();
    private static readonly Dictionary<Type, Codec> s_references = References();

    public static IEnumerable<KeyValuePair<Type, Codec>> All()
        => s_values.Append(new(typeof(string), new SimpleCodec<string?>((w, v) => w.String(v), (ref WireReader r) => r.String())));

    // The framework's constants, such as IPAddress.Loopback, are of hidden derived types.
    public static Codec? Exact(Type type)
        => s_values.GetValueOrDefault(type) ?? s_references.GetValueOrDefault(type.IsAssignableTo(typeof(IPAddress)) ? typeof(IPAddress) : type);

    private static Dictionary<Type, Codec> Values()
    {
        var codecs = new Dictionary<Type, Codec>();
        Add((w, v) => w.Byte(v ? (byte)1 : (byte)0), (ref WireReader r) => r.Byte() != 0);
        Add((w, v) => w.Byte(v), (ref WireReader r) => r.Byte());
        Add((w, v) => w.VarInt(v), (ref WireReader r) => (short)r.VarInt());
        Add((w, v) => w.VarUInt(v), (ref WireReader r) => (ushort)r.VarUInt());
        Add((w, v) => w.VarInt(v), (ref WireReader r) => (int)r.VarInt());
        Add((w, v) => w.VarUInt(v), (ref WireReader r) => (uint)r.VarUInt());
        Add((w, v) => w.VarInt(v), (ref WireReader r) => r.VarInt());
        Add((w, v) => w.VarUInt(v), (ref WireReader r) => r.VarUInt());
        Add((w, v) => w.VarInt(v.Ticks), (ref WireReader r) => new TimeSpan(r.VarInt()));
        Add((w, v) => w.VarInt(v.DayNumber), (ref WireReader r) => DateOnly.FromDayNumber((int)r.VarInt()));
        Add((w, v) => w.VarInt(v.Ticks), (ref WireReader r) => new TimeOnly(r.VarInt()));
        Add((w, v) => w.Fixed(v.ToBinary()), (ref WireReader r) => DateTime.FromBinary(r.Fixed<long>()));
        Add(
            (w, v) =>
            {
                w.VarInt(v.Ticks);
                w.VarInt(v.Offset.Ticks);
            },
            (ref WireReader r) => new DateTimeOffset(r.VarInt(), new TimeSpan(r.VarInt())));
        AddFixed<sbyte>();
        AddFixed<char>();
        AddFixed<float>();
        AddFixed<double>();
        AddFixed<Half>();
        AddFixed<decimal>();
        AddFixed<Guid>();
        AddFixed<Int128>();
        AddFixed<UInt128>();
        Add((w, v) => w.Bytes(v.AsSpan()), (ref WireReader r) => new IdSpan(r.Bytes().ToArray()));
        Add((w, v) => w.Bytes(v.AsSpan()), (ref WireReader r) => new GrainType(new IdSpan(r.Bytes().ToArray())));
        Add(
            (w, v) =>
            {
                w.Bytes(v.Type.AsSpan());
                w.Bytes(v.Key.AsSpan());
            },
            (ref WireReader r) => new GrainId(new GrainType(new IdSpan(r.Bytes().ToArray())), new IdSpan(r.Bytes().ToArray())));
        return codecs;

        void Add<T>(Action<WireWriter, T> write, ReadValue<T> read) => codecs[typeof(T)] = new SimpleCodec<T>(write, read);

        void AddFixed<T>()
            where T : unmanaged
            => Add((w, v) => w.Fixed(v), (ref WireReader r) => r.Fixed<T>());
    }

    private static Dictionary<Type, Codec> References()
    {
        var codecs = new Dictionary<Type, Codec>();
        Add((w, v) => w.String(v), (ref WireReader r) => r.String()!);
        Add((w, v) => w.String(v.OriginalString), (ref WireReader r) => new Uri(r.String()!, UriKind.RelativeOrAbsolute));
        Add((w, v) => w.String(v.ToString()), (ref WireReader r) => Version.Parse(r.String()!));
        Add((w, v) => w.Bytes(v.ToByteArray()), (ref WireReader r) => new BigInteger(r.Bytes()));
        Add((w, v) => w.Bytes(v.GetAddressBytes()), (ref WireReader r) => new IPAddress(r.Bytes()));
        Add((w, v) => w.String(v.ToString()), (ref WireReader r) => IPEndPoint.Parse(r.String()!));
        Add((w, v) => w.String(v.Name), (ref WireReader r) => CultureInfo.GetCultureInfo(r.String()!));
        Add((w, v) => w.String(v.ToParsableString()), (ref WireReader r) => SiloAddress.FromParsableString(r.String()!));
        codecs[typeof(object)] = new SimpleCodec<object>((_, _) => { }, (ref WireReader _) => new object());
        return codecs;

        void Add<T>(Action<WireWriter, T> write, ReadValue<T> read) => codecs[typeof(T)] = new SimpleCodec<T>(write, read);
    }
}

/// <summary>An enum by its number.</summary>
internal sealed class EnumCodec<T> : Codec<T>
    where T : struct, Enum
{
    private EnumCodec() => IsImmutable = true;

    public override void Write(WireWriter writer, T value) => writer.Raw(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref value), Unsafe.SizeOf<T>()));

    public override T Read(ref WireReader reader) => Unsafe.ReadUnaligned<T>(in reader.Raw(Unsafe.SizeOf<T>())[0]);

    public override T Copy(T value) => value;
}

internal sealed class NullableCodec<T> : Codec<T?>
    where T : struct
{
    private Codec<T> _inner = null!;

    public override void Initialize(CodecProvider provider)
    {
        _inner = provider.Get<T>();
        IsImmutable = _inner.IsImmutable;
    }

    public override void Write(WireWriter writer, T? value)
    {
        writer.Byte(value.HasValue ? (byte)1 : (byte)0);
        if (value.HasValue)
        {
            _inner.Write(writer, value.GetValueOrDefault());
        }
    }

    public override T? Read(ref WireReader reader) => reader.Byte() == 0 ? null : _inner.Read(ref reader);

    public override T? Copy(T? value) => value.HasValue ? _inner.Copy(value.GetValueOrDefault()) : null;
}
