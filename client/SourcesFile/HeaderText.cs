using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile;

/// <summary>The rules for request headers, as <c>-H</c> and a sources file give them.</summary>
internal static class HeaderText
{
    private const string TokenMarks = "!#$%&'*+-.^_`|~";

    /// <summary>Parses <c>Name: value</c>.</summary>
    /// <returns>What is wrong with it in one clause, or null when nothing is.</returns>
    public static string? Parse(string text, out HeaderField header)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            header = new HeaderField("", "");
            return "has no colon; write 'Name: value'";
        }

        header = new HeaderField(text[..colon].Trim(), text[(colon + 1)..].Trim());
        return FaultInName(header.Name) ?? FaultInValue(header.Value);
    }

    public static string? FaultInName(string name) => name switch
    {
        "" => "has an empty name",
        _ when name.Any(c => !char.IsAsciiLetterOrDigit(c) && !TokenMarks.Contains(c, StringComparison.Ordinal)) =>
            $"has the name '{name}'; letters, digits and {TokenMarks} are allowed",
        _ => null,
    };

    public static string? FaultInValue(string value) =>
        value.Any(c => char.IsControl(c) && c != '\t') ? "has a value with a line break or another control character" : FaultInReferences(value);

    // A misspelt reference would go out as plain text and tell a server the name of a secret.
    private static string? FaultInReferences(string value)
    {
        for (var start = value.IndexOf("${", StringComparison.Ordinal); start >= 0; start = value.IndexOf("${", start + 2, StringComparison.Ordinal))
        {
            var end = value.IndexOf('}', start);
            var reference = end < 0 ? "" : value[(start + 2)..end];
            if (!(reference.StartsWith("env:", StringComparison.Ordinal) && reference.Length > 4)
                && !(reference.StartsWith("file:", StringComparison.Ordinal) && reference.Length > 5))
            {
                return "has a reference that cannot be read; write ${env:NAME} or ${file:PATH}";
            }
        }

        return null;
    }
}
