namespace Gleaner.Pipeline.Parsing;

/// <summary>Whether text looks like CSV: its first lines have the same number of the same delimiter.</summary>
internal static class CsvLooks
{
    private const int Lines = 5;

    private static ReadOnlySpan<byte> Delimiters => ",;\t|"u8;

    public static bool Are(ReadOnlySpan<byte> text)
    {
        foreach (var delimiter in Delimiters)
        {
            if (HasColumns(text, delimiter))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasColumns(ReadOnlySpan<byte> text, byte delimiter)
    {
        var (lines, columns) = (0, 0);
        while (lines < Lines && !text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            var count = line.Count(delimiter);
            if (count == 0 || (lines > 0 && count != columns))
            {
                return false;
            }

            (lines, columns) = (lines + 1, count);
        }

        return lines > 1;
    }
}
