using System.Text;

namespace Gleaner.Client.Output;

/// <summary>Makes text from elsewhere fit to print: control characters could move the cursor or recolour the terminal.</summary>
internal static class PrintableText
{
    public static string Of(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var printable = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            // U+2400 and what follows are the pictures of the ASCII control characters.
            printable.Append(c < ' ' ? (char)('\u2400' + c) : char.IsControl(c) ? '\u2421' : c);
        }

        return printable.ToString();
    }

    /// <summary>The text cut to <paramref name="length"/> characters, with an ellipsis where something was cut.</summary>
    public static string Shortened(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}
