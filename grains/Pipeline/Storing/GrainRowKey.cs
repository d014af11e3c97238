using System.Buffers.Text;
using System.Text;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// The key of one OrleansStorage row, computed as Orleans' AdoNet provider does, so that either reads what the other wrote.
/// That provider takes a grain key apart: one that reads as a GUID or a hex number goes into N0 and N1, any other into the extension.
/// </summary>
/// <param name="Type">The state's name (GrainTypeString).</param>
/// <param name="Extension">The grain's key, or what follows a number's <c>+</c>; empty where Orleans says null.</param>
internal sealed record GrainRowKey(string Type, string Extension, string ServiceId, long N0, long N1)
{
    private int _idHash;
    private int _typeHash;

    /// <summary>GrainIdHash.</summary>
    public int IdHash => _idHash;

    /// <summary>GrainTypeHash.</summary>
    public int TypeHash => _typeHash;

    public bool Equals(GrainRowKey? other) => other is not null && _idHash == other._idHash && Extension == other.Extension
        && Type == other.Type && N0 == other.N0 && N1 == other.N1 && ServiceId == other.ServiceId;

    public override int GetHashCode() => _idHash;

    public static GrainRowKey Create(string serviceId, string stateName, GrainId grain)
    {
        var key = grain.Key.AsSpan();
        var (n0, n1, extension, hashed) = TakeApart(key);
        Array.Reverse(hashed);
        return new GrainRowKey(stateName, extension, serviceId, n0, n1)
        {
            _idHash = Hash(hashed),
            _typeHash = Hash(Encoding.UTF8.GetBytes(stateName)),
        };
    }

    private static (long N0, long N1, string Extension, byte[] Hashed) TakeApart(ReadOnlySpan<byte> key)
    {
        const int guidLength = 32;
        if ((key.Length == guidLength || (key.Length > guidLength && key[guidLength] == (byte)'+'))
            && Utf8Parser.TryParse(key[..guidLength], out Guid guid, out var read, 'N') && read == guidLength)
        {
            var bytes = guid.ToByteArray();
            var rest = key.Length > guidLength ? key[(guidLength + 1)..] : default;
            return (BitConverter.ToInt64(bytes, 0), BitConverter.ToInt64(bytes, 8), Encoding.UTF8.GetString(rest), [.. bytes, .. rest]);
        }

        var plus = key.IndexOf((byte)'+');
        var number = plus < 0 ? key : key[..plus];
        if (Utf8Parser.TryParse(number, out long value, out read, 'X') && read == number.Length)
        {
            var rest = plus < 0 ? default : key[(plus + 1)..];
            return (0, value, Encoding.UTF8.GetString(rest), [.. BitConverter.GetBytes(value), .. rest]);
        }

        return (0, 0, Encoding.UTF8.GetString(key), key.ToArray());
    }

    // An IdSpan's uniform hash is Orleans' StableHash of its bytes.
    private static int Hash(byte[] bytes) => unchecked((int)new IdSpan(bytes).GetUniformHashCode());
}
