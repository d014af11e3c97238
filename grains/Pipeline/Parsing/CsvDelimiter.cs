namespace Gleaner.Pipeline.Parsing;

/// <summary>What may separate the cells of a CSV body: one ASCII character, since the body is read as the bytes of UTF-8.</summary>
public static class CsvDelimiter
{
    /// <summary>The delimiter that a text stands for, or null when it cannot be one.</summary>
    public static char? Of(string text) =>
        text is [var one] && char.IsAscii(one) && one != '"' && (one == '\t' || !char.IsControl(one)) ? one : null;
}
