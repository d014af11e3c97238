namespace Gleaner.Pipeline.Parsing;

/// <summary>The bounds of what a body may turn into.</summary>
public static class ParseLimits
{
    /// <summary>
    /// Deepest nesting inside one record: what every store's JSON functions can read. Seen: MariaDB 10.11 refuses the
    /// 32nd level (json_valid is 0 and its JSON columns reject the row), MySQL the 101st, SQLite the 1001st.
    /// </summary>
    public const int MaxDepth = 31;

    /// <summary>Most records of one body. A body of bare digits would otherwise turn each two bytes into a row.</summary>
    public const int MaxRecords = 1_000_000;
}
