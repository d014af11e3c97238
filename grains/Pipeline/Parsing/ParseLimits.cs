namespace Gleaner.Pipeline.Parsing;

/// <summary>The bounds of what a body may turn into.</summary>
public static class ParseLimits
{
    /// <summary>
    /// Deepest nesting inside one record: what every store's JSON functions can read. Seen: MariaDB 10.11 refuses the
    /// 32nd level (json_valid is 0 and its JSON columns reject the row), MySQL the 101st, SQLite the 1001st.
    /// </summary>
    public const int MaxDepth = 31;

    /// <summary>Most records of a body of usual size. A body of bare digits would otherwise turn each two bytes into a row.</summary>
    public const int MaxRecords = 1_000_000;

    /// <summary>A larger body may have one record for so many of its bytes.</summary>
    public const int BytesPerRecord = 16;

    /// <summary>Most bytes of a body, and of what it unpacks to, where a source sets no cap: 16 MiB.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Rows that are written anew (CSV, XML, feeds) take at most so many times the body's cap: each row repeats the names of its columns.</summary>
    public const int RowGrowth = 8;

    /// <summary>Most columns of a CSV body.</summary>
    public const int MaxColumns = 4_096;

    /// <summary>Largest row of a CSV body in bytes: a quote that never closes swallows all that follows.</summary>
    public const int MaxCsvRowBytes = 4 * 1024 * 1024;

    /// <summary>Deepest nesting of an XML document; <see cref="MaxDepth"/> bounds its records besides.</summary>
    public const int MaxXmlDepth = 128;

    /// <summary>Most different element and attribute names of an XML document: a reader keeps each of them.</summary>
    public const int MaxXmlNames = 20_000;

    /// <summary>Most members, over all levels that are open at a time, of an XML record; children that repeat side by side count once.</summary>
    public const int MaxXmlMembers = 1_000_000;

    /// <summary>Longest start tag of an XML document in characters: a reader keeps all of its attributes.</summary>
    public const int MaxXmlTagChars = 1024 * 1024;

    /// <summary>Most categories or enclosures of one item of a feed.</summary>
    public const int MaxFeedLinks = 200;

    /// <summary>Most records of a body of this length.</summary>
    public static int MaxRecordsOf(int bytes) => Math.Max(MaxRecords, bytes / BytesPerRecord);
}
