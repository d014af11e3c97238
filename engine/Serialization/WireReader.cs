using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Orleans.Serialization;

/// <summary>Reads what <see cref="WireWriter"/> wrote.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte Byte()
    {
        byte value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public T Fixed<T>()
        where T : unmanaged
    {
        T value = MemoryMarshal.Read<T>(_rest);
        _rest = _rest[Unsafe.SizeOf<T>()..];
        return value;
    }

    public ulong VarUInt()
    {
        ulong value = 0;
        int shift = 0;
        byte next;
        do
        {
            next = Byte();
            value |= (ulong)(next & 0x7f) << shift;
            shift += 7;
        }
        while (next >= 0x80 && shift < 70);
        return value;
    }

    public long VarInt()
    {
        ulong value = VarUInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A count of things that take at least a byte each, so that a torn frame cannot ask for a huge array.</summary>
    public int Count(int atLeastBytesEach = 1)
    {
        ulong count = VarUInt();
        return count <= (ulong)_rest.Length / (ulong)Math.Max(1, atLeastBytesEach) || atLeastBytesEach == 0
            ? checked((int)count)
            : throw new InvalidDataException($"A count of {count} does not fit in the {_rest.Length} bytes left.");
    }

    public ReadOnlySpan<byte> Raw(int length)
    {
        ReadOnlySpan<byte> bytes = _rest[..length];
        _rest = _rest[length..];
        return bytes;
    }

    public ReadOnlySpan<byte> Bytes() => Raw(Count());

    public string? String()
    {
        ulong length = VarUInt();
        return length switch
        {
            0 => null,
            1 => Byte() == 0 ? "" : new string(MemoryMarshal.Cast<byte, char>(Bytes())),
            _ => WireWriter.StrictUtf8.GetString(Raw(checked((int)(length - 1)))),
        };
    }
}
