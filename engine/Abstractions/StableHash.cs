using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Orleans;

/// <summary>
/// XXH32, seed 0, its bytes reversed: the hash by which Orleans places grains and reminders. Reminder rows carry it, so both engines must agree on every bit.
/// </summary>
internal static class StableHash
{
    private const uint P1 = 2654435761, P2 = 2246822519, P3 = 3266489917, P4 = 668265263, P5 = 374761393;

    public static uint ComputeHash(ReadOnlySpan<byte> data)
    {
        uint length = (uint)data.Length;
        uint hash;
        if (data.Length >= 16)
        {
            uint a = unchecked(P1 + P2), b = P2, c = 0, d = unchecked(0 - P1);
            while (data.Length >= 16)
            {
                ReadOnlySpan<uint> lanes = MemoryMarshal.Cast<byte, uint>(data[..16]);
                a = Round(a, lanes[0]);
                b = Round(b, lanes[1]);
                c = Round(c, lanes[2]);
                d = Round(d, lanes[3]);
                data = data[16..];
            }

            hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
        }
        else
        {
            hash = P5;
        }

        hash += length;
        while (data.Length >= 4)
        {
            hash = BitOperations.RotateLeft(hash + (MemoryMarshal.Read<uint>(data) * P3), 17) * P4;
            data = data[4..];
        }

        foreach (byte value in data)
        {
            hash = BitOperations.RotateLeft(hash + (value * P5), 11) * P1;
        }

        hash = (hash ^ (hash >> 15)) * P2;
        hash = (hash ^ (hash >> 13)) * P3;
        // Orleans reads the hash's big-endian bytes as a little-endian number.
        return BinaryPrimitives.ReverseEndianness(hash ^ (hash >> 16));
    }

    private static uint Round(uint accumulator, uint lane) => BitOperations.RotateLeft(accumulator + (lane * P2), 13) * P1;
}
