using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Orleans.Serialization;

/// <summary>Writes values one after the other into a buffer that grows. Not thread-safe; reused by its owner.</summary>
internal sealed class WireWriter
{
    private byte[] _buffer = [];

    public int Position { get; private set; }

    /// <summary>How deep in nested objects the writer is: a cycle of objects is refused instead of overflowing the stack.</summary>
    public int Depth { get; set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Position);

    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, Position);

    /// <summary>Takes back what was written since.</summary>
    public void Truncate(int position) => Position = position;

    /// <summary>Forgets what was written, and a buffer that one large value made too large to keep.</summary>
    public void Clear(int keepBytes = 1 << 20)
    {
        Position = 0;
        Depth = 0;
        if (_buffer.Length > keepBytes)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    public void Byte(byte value)
    {
        Span(1)[0] = value;
        Position++;
    }

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Span(bytes.Length));
        Position += bytes.Length;
    }

    /// <summary>A value of fixed size as its own bytes: both ends are on one machine.</summary>
    public void Fixed<T>(T value)
        where T : unmanaged
    {
        int size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        MemoryMarshal.Write(Span(size), in value);
        Position += size;
    }

    public void VarUInt(ulong value)
    {
        Span<byte> span = Span(10);
        int length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        Position += length;
    }

    /// <summary>Small numbers of either sign take few bytes.</summary>
    public void VarInt(long value) => VarUInt((ulong)((value << 1) ^ (value >> 63)));

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        VarUInt((ulong)bytes.Length);
        Raw(bytes);
    }

    /// <summary>Null is length 0; any other string is its UTF-8 length + 1. Lone surrogates survive by the UTF-16 form.</summary>
    public void String(string? value)
    {
        if (value is null)
        {
            VarUInt(0);
            return;
        }

        int length;
        try
        {
            length = StrictUtf8.GetByteCount(value);
        }
        catch (EncoderFallbackException)
        {
            VarUInt(1);
            Byte(1);
            Bytes(MemoryMarshal.AsBytes(value.AsSpan()));
            return;
        }

        if (length == 0)
        {
            VarUInt(1);
            Byte(0);
            return;
        }

        VarUInt((ulong)length + 1);
        StrictUtf8.GetBytes(value, Span(length));
        Position += length;
    }

    /// <summary>Leaves room for a 4-byte length that <see cref="EndFrame"/> fills in.</summary>
    public int BeginFrame()
    {
        int start = Position;
        Fixed(0);
        return start;
    }

    public void EndFrame(int start) => BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(start), Position - start - 4);

    internal static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private Span<byte> Span(int size)
    {
        if (_buffer.Length - Position < size)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Position + size), Math.Max(4096, _buffer.Length * 2)));
            _buffer.AsSpan(0, Position).CopyTo(larger);
            if (_buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
            }

            _buffer = larger;
        }

        return _buffer.AsSpan(Position);
    }
}
