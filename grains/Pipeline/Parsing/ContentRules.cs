namespace Gleaner.Pipeline.Parsing;

/// <summary>How a body is read.</summary>
internal enum Treatment
{
    /// <summary>The type says nothing: JSON, NDJSON or XML when it reads as such, else text.</summary>
    Sniff,
    Json,
    Ndjson,
    Csv,

    /// <summary>A feed if it is one, else XML.</summary>
    XmlOrFeed,
    Xml,
    Feed,

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
        ("application/x-ndjson", Treatment.Ndjson),
        ("application/ndjson", Treatment.Ndjson),
        ("application/jsonl", Treatment.Ndjson),
        ("application/x-jsonlines", Treatment.Ndjson),
        ("application/jsonlines", Treatment.Ndjson),
        ("text/csv", Treatment.Csv),
        ("application/csv", Treatment.Csv),
        ("text/x-csv", Treatment.Csv),
        ("text/tab-separated-values", Treatment.Csv),
        // Pages and drawings: markup, but no data.
        ("text/html", Treatment.Text),
        ("application/xhtml+xml", Treatment.Text),
        ("image/svg+xml", Treatment.Text),
        ("application/rss+xml", Treatment.Feed),
        ("application/atom+xml", Treatment.Feed),
        ("application/xml", Treatment.XmlOrFeed),
        ("text/xml", Treatment.XmlOrFeed),
        ("*+xml", Treatment.XmlOrFeed),
        ("image/*", Treatment.Binary),
        ("audio/*", Treatment.Binary),
        ("video/*", Treatment.Binary),
        ("font/*", Treatment.Binary),
        ("*+zip", Treatment.Binary),
        ("application/zip", Treatment.Binary),
        ("application/gzip", Treatment.Binary),
        ("application/x-gzip", Treatment.Binary),
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
