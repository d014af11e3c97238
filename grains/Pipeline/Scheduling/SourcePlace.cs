using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>
/// A source's fixed place between 0 and 1, by a hash of its name: the same on every silo and after every restart.
/// It chooses both the source's bucket and its place in an interval, so that the sources of one turn share a bucket.
/// </summary>
internal readonly record struct SourcePlace(ulong Hash)
{
    public static SourcePlace Of(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return new SourcePlace(BinaryPrimitives.ReadUInt64BigEndian(hash));
    }

    /// <summary>The place among so many equal parts: 0 to parts − 1, each as likely as the others.</summary>
    public int Among(int parts) => (int)Math.BigMul(Hash, (ulong)parts, out _);
}
