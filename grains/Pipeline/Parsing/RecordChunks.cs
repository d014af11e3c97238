using System.Collections;

namespace Gleaner.Pipeline.Parsing;

/// <summary>Records that lie in several pieces of memory, one piece after the other.</summary>
/// <param name="pieces">None of them empty.</param>
internal sealed class RecordChunks(IReadOnlyList<RecordSlices> pieces) : IReadOnlyList<ReadOnlyMemory<byte>>
{
    private readonly int[] _ends = Ends(pieces);

    public int Count => _ends.Length == 0 ? 0 : _ends[^1];

    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            // The first piece that ends behind the index.
            var found = Array.BinarySearch(_ends, index + 1);
            var piece = found < 0 ? ~found : found;
            return pieces[piece][piece == 0 ? index : index - _ends[piece - 1]];
        }
    }

    public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator() => pieces.SelectMany(piece => piece).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int[] Ends(IReadOnlyList<RecordSlices> pieces)
    {
        var ends = new int[pieces.Count];
        var sum = 0;
        for (var i = 0; i < ends.Length; i++)
        {
            ends[i] = sum += pieces[i].Count;
        }

        return ends;
    }
}
