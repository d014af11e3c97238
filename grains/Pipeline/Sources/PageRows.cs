using System.Collections;
using Gleaner.Pipeline.Parsing;

namespace Gleaner.Pipeline.Sources;

/// <summary>The records of one page, handed out in parts small enough for one transaction.</summary>
internal sealed class PageRows(ParsedBody parsed)
{
    /// <summary>Most records in a part.</summary>
    public const int MaxRecords = 10_000;

    /// <summary>A part is closed once it holds this much; one record may be larger.</summary>
    public const long MaxBytes = 4 * 1024 * 1024;

    private int _at;

    public bool AreOver => _at >= parsed.Records.Count;

    /// <summary>True when the records of a body make more than one part.</summary>
    public static bool AreMany(ParsedBody parsed, long bytes) => parsed.Records.Count > MaxRecords || (bytes > MaxBytes && parsed.Records.Count > 1);

    /// <summary>The next part, and the place of its first record in the page.</summary>
    public (IReadOnlyList<ReadOnlyMemory<byte>> Records, int From) Take()
    {
        var from = _at;
        long bytes = 0;
        while (_at < parsed.Records.Count && _at - from < MaxRecords && bytes < MaxBytes)
        {
            bytes += parsed.Records[_at++].Length;
        }

        return (new Part(parsed.Records, from, _at - from), from);
    }

    private sealed class Part(IReadOnlyList<ReadOnlyMemory<byte>> records, int from, int count) : IReadOnlyList<ReadOnlyMemory<byte>>
    {
        public int Count => count;

        public ReadOnlyMemory<byte> this[int index] => records[from + index];

        public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator()
        {
            for (var i = 0; i < count; i++)
            {
                yield return records[from + i];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
