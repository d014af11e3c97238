namespace Gleaner.Pipeline.Transforming;

/// <summary>Values in messages.</summary>
internal static class Shown
{
    /// <summary>Most characters shown of a value.</summary>
    private const int MaxLength = 40;

    /// <summary>The value's JSON, cut short: samples are kept and printed, records may be large or private.</summary>
    public static string Value(FieldValue value)
    {
        var raw = value.Raw.Span;
        // Four bytes a character at most, and a little more so that a cut shows.
        return Name(System.Text.Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, 4 * MaxLength + 4)]));
    }

    /// <summary>A name that comes from the data, cut likewise.</summary>
    public static string Name(string text) =>
        text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxLength - 2]) ? MaxLength - 2 : MaxLength - 1), "…");
}
