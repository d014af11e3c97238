namespace Gleaner.Pipeline.Parsing;

/// <summary>How a body is read.</summary>
internal enum Treatment
{
    /// <summary>Declared JSON: anything else is an error.</summary>
    Json,

    /// <summary>The type says nothing: JSON when it reads as JSON, else text.</summary>
    Sniff,

    /// <summary>One record of text, if it is text.</summary>
    Text,

    /// <summary>No text and no records.</summary>
    Binary,
}

/// <summary>Which content types are read how: the one table.</summary>
internal static class ContentRules
{
    /// <summary>First match wins; '*' stands for any run of characters at the start or the end.</summary>
    private static readonly (string Type, Treatment Treatment)[] Table =
    [
        ("application/json", Treatment.Json),
        ("*+json", Treatment.Json),
        ("text/json", Treatment.Json),
        ("application/x-json", Treatment.Json),
        ("text/x-json", Treatment.Json),
        ("", Treatment.Sniff),
        ("text/plain", Treatment.Sniff),
        ("application/octet-stream", Treatment.Sniff),
        ("binary/octet-stream", Treatment.Sniff),
        ("application/unknown", Treatment.Sniff),
        ("*+xml", Treatment.Text),
        ("image/*", Treatment.Binary),
        ("audio/*", Treatment.Binary),
        ("video/*", Treatment.Binary),
        ("font/*", Treatment.Binary),
        ("*+zip", Treatment.Binary),
        ("application/zip", Treatment.Binary),
        ("application/gzip", Treatment.Binary),
        ("application/pdf", Treatment.Binary),
    ];

    /// <param name="mediaType">Lower-case type without parameters; "" when there is none. What is not in the table is text, if it is text.</param>
    public static Treatment For(ReadOnlySpan<char> mediaType)
    {
        foreach (var (type, treatment) in Table)
        {
            if (Matches(mediaType, type))
            {
                return treatment;
            }
        }

        return Treatment.Text;
    }

    private static bool Matches(ReadOnlySpan<char> mediaType, ReadOnlySpan<char> pattern) => pattern switch
    {
        ['*', .. var end] => mediaType.EndsWith(end, StringComparison.OrdinalIgnoreCase),
        [.. var start, '*'] => mediaType.StartsWith(start, StringComparison.OrdinalIgnoreCase),
        _ => mediaType.Equals(pattern, StringComparison.OrdinalIgnoreCase),
    };
}
