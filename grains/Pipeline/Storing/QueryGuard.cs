namespace Gleaner.Pipeline.Storing;

/// <summary>
/// Lets one reading statement through. It is the second of two bars: the session or the file is read-only as well
/// (docs/decisions/0013), because a text can be read in more than one way.
/// </summary>
internal static class QueryGuard
{
    private static readonly HashSet<string> Reading = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "WITH", "VALUES", "TABLE", "EXPLAIN", "SHOW", "DESCRIBE", "DESC",
    };

    /// <summary>The statement without what follows its end.</summary>
    /// <exception cref="StoreException">It does not read, or there are two.</exception>
    public static string Check(string sql, bool sqlite)
    {
        string? first = null;
        var end = -1;
        for (var at = 0; at < sql.Length;)
        {
            var next = Skip(sql, at, sqlite);
            var isBlank = char.IsWhiteSpace(sql[at]) || IsComment(sql, at, sqlite);
            if (end >= 0 && !isBlank && sql[at] != ';')
            {
                throw new StoreException("A query is one statement; there is another after the ';'.");
            }

            if (sql[at] == ';' && end < 0)
            {
                end = at;
            }
            else if (IsWord(sql[at]))
            {
                var word = sql[at..next];
                first ??= Reading.Contains(word)
                    ? word
                    : throw new StoreException($"A query only reads: it begins with SELECT, WITH, VALUES, EXPLAIN, SHOW or DESCRIBE, not with {word.ToUpperInvariant()}.");
                if (!sqlite && word.Equals("INTO", StringComparison.OrdinalIgnoreCase))
                {
                    throw new StoreException("A query may not select INTO something: it only reads.");
                }
            }

            at = next;
        }

        return first is null
            ? throw new StoreException("There is no statement to run.")
            : sql[..(end < 0 ? sql.Length : end)];
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';

    private static bool IsComment(string sql, int at, bool sqlite) => sql[at] switch
    {
        '#' => !sqlite,
        // MySQL takes two dashes for a comment only before a space.
        '-' => At(sql, at + 1) == '-' && (sqlite || at + 2 >= sql.Length || sql[at + 2] <= ' '),
        '/' => At(sql, at + 1) == '*',
        _ => false,
    };

    /// <summary>Where the word, literal, comment or character that begins here ends.</summary>
    private static int Skip(string sql, int at, bool sqlite)
    {
        if (IsComment(sql, at, sqlite))
        {
            return sql[at] == '/' ? SkipBlockComment(sql, at, sqlite) : SkipPast(sql, at, "\n");
        }

        if (IsWord(sql[at]))
        {
            while (at < sql.Length && IsWord(sql[at]))
            {
                at++;
            }

            return at;
        }

        return sql[at] switch
        {
            '\'' or '"' => SkipQuoted(sql, at, backslash: !sqlite),
            '`' => SkipQuoted(sql, at, backslash: false),
            '[' when sqlite => SkipPast(sql, at, "]"),
            _ => at + 1,
        };
    }

    private static int SkipBlockComment(string sql, int at, bool sqlite)
    {
        // The server runs what stands in such a comment.
        if (!sqlite && (At(sql, at + 2) == '!' || (At(sql, at + 2) == 'M' && At(sql, at + 3) == '!')))
        {
            throw new StoreException("A query may not hold a comment that begins with /*!.");
        }

        return SkipPast(sql, at + 2, "*/");
    }

    private static int SkipQuoted(string sql, int at, bool backslash)
    {
        var quote = sql[at++];
        while (at < sql.Length)
        {
            if (backslash && sql[at] == '\\')
            {
                at += 2;
            }
            else if (sql[at] != quote)
            {
                at++;
            }
            else if (At(sql, at + 1) == quote)
            {
                at += 2;
            }
            else
            {
                return at + 1;
            }
        }

        throw new StoreException($"A quote {quote} in the query is not closed.");
    }

    private static int SkipPast(string sql, int at, string end) =>
        sql.IndexOf(end, at, StringComparison.Ordinal) is var found and >= 0 ? found + end.Length : sql.Length;

    private static char At(string sql, int index) => index < sql.Length ? sql[index] : '\0';
}
