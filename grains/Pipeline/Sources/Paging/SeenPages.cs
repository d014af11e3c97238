using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gleaner.Pipeline.Sources.Paging;

/// <summary>The places of pages that a fetch has been at, as hashes, to notice when it goes in circles.</summary>
internal sealed class SeenPages
{
    /// <summary>Most places that a checkpoint carries along. A longer circle is noticed one lap later.</summary>
    private const int Carried = 1_000;

    private readonly HashSet<ulong> _hashes = [];
    private readonly Queue<ulong> _newest = [];

    public SeenPages(byte[]? carried)
    {
        for (var at = 0; at < carried?.Length; at += sizeof(ulong))
        {
            Add(BinaryPrimitives.ReadUInt64LittleEndian(carried.AsSpan(at)));
        }
    }

    /// <summary>False when the fetch has been there.</summary>
    public bool Add(PagePosition page)
    {
        var place = new StringBuilder(page.Url);
        foreach (var parameter in page.Query)
        {
            place.Append('\n').Append(parameter.Name).Append('=').Append(parameter.Value);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(place.ToString()), hash);
        return Add(BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }

    /// <summary>The newest of them, for a checkpoint.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_newest.Count * sizeof(ulong)];
        var at = 0;
        foreach (var hash in _newest)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), hash);
            at += sizeof(ulong);
        }

        return bytes;
    }

    private bool Add(ulong hash)
    {
        if (!_hashes.Add(hash))
        {
            return false;
        }

        _newest.Enqueue(hash);
        if (_newest.Count > Carried)
        {
            _newest.Dequeue();
        }

        return true;
    }
}
