using System.Collections;
using System.Runtime.InteropServices;

namespace Gleaner.Pipeline.Parsing;

/// <summary>
/// Records as slices of one piece of memory, in their order, kept as distances: some four bytes each where a list of slices
/// would take sixteen, and twice that while it grows. A slice is made when it is asked for.
/// </summary>
internal sealed class RecordSlices : IReadOnlyList<ReadOnlyMemory<byte>>
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly List<Block> _blocks;

    private RecordSlices(ReadOnlyMemory<byte> memory, List<Block> blocks, int count)
    {
        _memory = memory;
        _blocks = blocks;
        Count = count;
    }

    public int Count { get; }

    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var cursor = new Cursor(_blocks[index / Builder.BlockLength]);
            for (var skip = index % Builder.BlockLength; skip > 0; skip--)
            {
                cursor.Next();
            }

            return Slice(cursor.Next());
        }
    }

    public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator()
    {
        var left = Count;
        foreach (var block in _blocks)
        {
            var cursor = new Cursor(block);
            for (var i = Math.Min(left, Builder.BlockLength); i > 0; i--, left--)
            {
                yield return Slice(cursor.Next());
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ReadOnlyMemory<byte> Slice((int Start, int Length) place) => _memory.Slice(place.Start, place.Length);

    /// <summary>The distances of a few records.</summary>
    /// <param name="Start">Where the gap before its first record begins.</param>
    private readonly record struct Block(int Start, byte[] Distances);

    /// <summary>Reads a block from its start.</summary>
    private struct Cursor(Block block)
    {
        private int _at;
        private int _end = block.Start;

        public (int Start, int Length) Next()
        {
            var start = _end + Number();
            var length = Number();
            _end = start + length;
            return (start, length);
        }

        /// <summary>LEB128: seven bits a byte, the lowest first.</summary>
        private int Number()
        {
            var value = 0;
            for (var shift = 0; ; shift += 7)
            {
                var part = block.Distances[_at++];
                value |= (part & 0x7F) << shift;
                if (part < 0x80)
                {
                    return value;
                }
            }
        }
    }

    /// <summary>Takes records in the order of their places, which must not overlap.</summary>
    public sealed class Builder
    {
        /// <summary>Records of a block: what a look-up by index passes over at most.</summary>
        public const int BlockLength = 64;

        private readonly List<Block> _blocks = [];
        private readonly List<byte> _open = [];
        private int _openStart;
        private int _end;

        public int Count { get; private set; }

        public void Add(int start, int length)
        {
            if (Count > 0 && Count % BlockLength == 0)
            {
                Close();
            }

            Write(start - _end);
            Write(length);
            _end = start + length;
            Count++;
        }

        /// <summary>The list over the memory that the places were of.</summary>
        public RecordSlices Over(ReadOnlyMemory<byte> memory)
        {
            if (_open.Count > 0)
            {
                Close();
            }

            return new RecordSlices(memory, _blocks, Count);
        }

        private void Close()
        {
            _blocks.Add(new Block(_openStart, CollectionsMarshal.AsSpan(_open).ToArray()));
            _open.Clear();
            _openStart = _end;
        }

        private void Write(int number)
        {
            for (; number >= 0x80; number >>= 7)
            {
                _open.Add((byte)(number | 0x80));
            }

            _open.Add((byte)number);
        }
    }
}
