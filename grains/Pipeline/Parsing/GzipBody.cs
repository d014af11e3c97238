using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Gleaner.Pipeline.Parsing;

/// <summary>A body that is gzip although no header said so: a file such as <c>data.csv.gz</c>.</summary>
internal static class GzipBody
{
    /// <summary>Deflate packs at best so many bytes into one.</summary>
    private const int BestRatio = 1032;

    private const int Smallest = 4 * 1024;

    /// <summary>By magic: the two bytes of gzip and its only method.</summary>
    public static bool Is(ReadOnlySpan<byte> body) => body is [0x1F, 0x8B, 8, ..];

    /// <param name="maxBytes">Most bytes of what is unpacked; a third of it more may be held for a while.</param>
    /// <returns>What is in it, or null when there is more than the cap.</returns>
    /// <exception cref="InvalidDataException">It is broken or ends early.</exception>
    public static ReadOnlyMemory<byte>? Unwrap(ReadOnlyMemory<byte> body, int maxBytes)
    {
        var packed = MemoryMarshal.TryGetArray(body, out var array) ? array : new ArraySegment<byte>(body.ToArray());
        using var stream = new GZipStream(new MemoryStream(packed.Array!, packed.Offset, packed.Count, writable: false), CompressionMode.Decompress);
        var plain = new byte[FirstLength(body.Span, maxBytes)];
        var length = 0;
        while (true)
        {
            if (length == plain.Length)
            {
                if (length > maxBytes)
                {
                    return null;
                }

                // One byte more than the cap is enough to know that it is passed.
                Array.Resize(ref plain, (int)Math.Min(Math.Max(plain.Length * 4L, Smallest), maxBytes + 1L));
            }

            var read = stream.Read(plain, length, plain.Length - length);
            if (read == 0)
            {
                return length > maxBytes ? null : plain.AsMemory(0, length);
            }

            length += read;
        }
    }

    /// <summary>What the last bytes say, where it can be true: the length, so that nothing has to grow, and one byte to see the end by.</summary>
    private static int FirstLength(ReadOnlySpan<byte> body, int maxBytes)
    {
        var said = body.Length < 18 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(body[^4..]);
        return (int)(said <= Math.Min(maxBytes, body.Length * (long)BestRatio) ? said + 1 : Smallest);
    }
}
