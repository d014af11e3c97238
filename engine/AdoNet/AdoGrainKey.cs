using System.Buffers.Text;
using System.Text;

namespace Orleans.AdoNet;

/// <summary>
/// A grain's key as OrleansStorage keeps it: a GUID in N0 and N1, a hexadecimal number in N1, with what follows their '+' as
/// extension; any other key is the extension.
/// </summary>
/// <param name="Hash">Of the key's bytes in reverse order.</param>
internal readonly record struct AdoGrainKey(long N0, long N1, string? Extension, int Hash)
{
    private const int GuidLength = 32;

    public static AdoGrainKey Of(ReadOnlySpan<byte> key)
    {
        if ((key.Length == GuidLength || (key.Length > GuidLength && key[GuidLength] == (byte)'+'))
            && Utf8Parser.TryParse(key[..GuidLength], out Guid guid, out int read, 'N') && read == GuidLength)
        {
            byte[] bytes = guid.ToByteArray();
            return Numbered(BitConverter.ToInt64(bytes, 0), BitConverter.ToInt64(bytes, 8), bytes, key[GuidLength..]);
        }

        int plus = key.IndexOf((byte)'+');
        ReadOnlySpan<byte> number = plus < 0 ? key : key[..plus];
        if (Utf8Parser.TryParse(number, out long value, out read, 'X') && read == number.Length)
        {
            return Numbered(0, value, BitConverter.GetBytes(value), key[number.Length..]);
        }

        return new AdoGrainKey(0, 0, Encoding.UTF8.GetString(key), HashReversed(key.ToArray()));
    }

    private static AdoGrainKey Numbered(long n0, long n1, byte[] bytes, ReadOnlySpan<byte> plusAndExtension)
    {
        ReadOnlySpan<byte> extension = plusAndExtension.IsEmpty ? default : plusAndExtension[1..];
        return new AdoGrainKey(n0, n1, plusAndExtension.IsEmpty ? null : Encoding.UTF8.GetString(extension), HashReversed([.. bytes, .. extension]));
    }

    private static int HashReversed(byte[] bytes)
    {
        bytes.AsSpan().Reverse();
        return unchecked((int)StableHash.ComputeHash(bytes));
    }
}
