using Gleaner.Pipeline.Parsing;

namespace Gleaner.Pipeline.Sources;

/// <summary>The records of one page, handed out in parts small enough for one transaction.</summary>
internal sealed class PageRows(ParsedBody parsed)
{
    /// <summary>Most records in a part.</summary>
    public const int MaxRecords = 10_000;

    /// <summary>A part is closed once it holds this much; one record may be larger.</summary>
    public const long MaxBytes = 4 * 1024 * 1024;

    // In their order: a place in the middle of many is slow to find.
    private readonly IEnumerator<ReadOnlyMemory<byte>> _records = parsed.Records.GetEnumerator();
    private int _at;

    public bool AreOver => _at >= parsed.Records.Count;

    /// <summary>True when the records of a body make more than one part.</summary>
    public static bool AreMany(ParsedBody parsed, long bytes) => parsed.Records.Count > MaxRecords || (bytes > MaxBytes && parsed.Records.Count > 1);

    /// <summary>The next part, and the place of its first record in the page.</summary>
    public (IReadOnlyList<ReadOnlyMemory<byte>> Records, int From) Take()
    {
        var from = _at;
        long bytes = 0;
        // A record may be made anew each time that it is asked for: here it is asked for once.
        var part = new List<ReadOnlyMemory<byte>>(Math.Min(MaxRecords, parsed.Records.Count - from));
        while (part.Count < MaxRecords && bytes < MaxBytes && _records.MoveNext())
        {
            bytes += _records.Current.Length;
            part.Add(_records.Current);
            _at++;
        }

        return (part, from);
    }
}
