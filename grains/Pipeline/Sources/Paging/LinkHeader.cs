namespace Gleaner.Pipeline.Sources.Paging;

/// <summary>Reads a Link header (RFC 8288): <c>&lt;url&gt;; rel="next", &lt;url&gt;; rel="last"</c>.</summary>
internal static class LinkHeader
{
    /// <summary>The target of the first link whose rel says next, as written; null when there is none.</summary>
    public static string? Next(string header)
    {
        var rest = header.AsSpan();
        while (rest.IndexOf('<') is >= 0 and var open && rest[open..].IndexOf('>') is >= 0 and var length)
        {
            var target = rest.Slice(open + 1, length - 1);
            rest = rest[(open + length + 1)..];
            if (HasRelNext(ref rest))
            {
                return target.Trim().ToString();
            }
        }

        return null;
    }

    /// <summary>Reads the parameters of one link, up to the comma that ends it.</summary>
    private static bool HasRelNext(ref ReadOnlySpan<char> rest)
    {
        var found = false;
        bool? first = null;
        while (true)
        {
            rest = rest.TrimStart(" \t");
            if (rest is not [';', ..])
            {
                return found;
            }

            rest = rest[1..].TrimStart(" \t");
            var nameEnd = rest.IndexOfAny("=;,");
            var name = (nameEnd < 0 ? rest : rest[..nameEnd]).Trim();
            rest = nameEnd < 0 ? default : rest[nameEnd..];
            if (rest is not ['=', ..])
            {
                continue;
            }

            var value = Value(ref rest);
            // Only the first rel of a link counts.
            if (name.Equals("rel", StringComparison.OrdinalIgnoreCase) && first is null)
            {
                first = found = Names(value);
            }
        }
    }

    private static ReadOnlySpan<char> Value(ref ReadOnlySpan<char> rest)
    {
        rest = rest[1..].TrimStart(" \t");
        if (rest is not ['"', ..])
        {
            var end = rest.IndexOfAny(";,");
            var token = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[end..];
            return token.TrimEnd();
        }

        for (var at = 1; at < rest.Length; at++)
        {
            if (rest[at] == '\\')
            {
                at++;
            }
            else if (rest[at] == '"')
            {
                var quoted = rest[1..at];
                rest = rest[(at + 1)..];
                return quoted;
            }
        }

        var open = rest[1..];
        rest = default;
        return open;
    }

    private static bool Names(ReadOnlySpan<char> relations)
    {
        foreach (var range in relations.Split(' '))
        {
            if (relations[range].Equals("next", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
