namespace Gleaner.Pipeline.Parsing;

/// <summary>A Content-Type header taken apart, forgivingly: servers send all sorts.</summary>
internal readonly ref struct ContentType
{
    private ContentType(ReadOnlySpan<char> mediaType, ReadOnlySpan<char> charset)
    {
        MediaType = mediaType;
        Charset = charset;
    }

    /// <summary>Type and subtype as sent, trimmed; empty when there is none.</summary>
    public ReadOnlySpan<char> MediaType { get; }

    /// <summary>The charset parameter without quotes; empty when there is none.</summary>
    public ReadOnlySpan<char> Charset { get; }

    public static ContentType Read(string? header)
    {
        ReadOnlySpan<char> rest = header;
        // Sent twice, the header's values come joined by a comma: the first counts.
        var comma = rest.IndexOf(',');
        rest = comma < 0 ? rest : rest[..comma];
        var end = rest.IndexOf(';');
        if (end < 0)
        {
            return new ContentType(rest.Trim(), default);
        }

        var mediaType = rest[..end].Trim();
        while (end >= 0)
        {
            rest = rest[(end + 1)..];
            end = rest.IndexOf(';');
            var parameter = end < 0 ? rest : rest[..end];
            var equals = parameter.IndexOf('=');
            if (equals > 0 && parameter[..equals].Trim().Equals("charset", StringComparison.OrdinalIgnoreCase))
            {
                return new ContentType(mediaType, parameter[(equals + 1)..].Trim().Trim("\"'"));
            }
        }

        return new ContentType(mediaType, default);
    }
}
