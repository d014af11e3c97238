namespace Gleaner.Pipeline.Storing;

/// <summary>The kinds of store.</summary>
public enum StoreKind
{
    /// <summary>Gone when the process ends.</summary>
    Memory,
    Sqlite,
    MySql,
}

/// <summary>Where a store is, as <c>--store</c> and GLEANER_STORE say it: <c>memory</c>, <c>sqlite:PATH</c>, <c>mysql://user:password@host:port/database</c>.</summary>
public sealed record StoreAddress
{
    public const string Variable = "GLEANER_STORE";

    private StoreAddress(StoreKind kind) => Kind = kind;

    public StoreKind Kind { get; }

    /// <summary>Absolute path of the SQLite file; a memory store has a private one, new with each <see cref="Parse"/>. Empty for MySQL.</summary>
    public string Path { get; private init; } = "";

    public string Host { get; private init; } = "";

    public int Port { get; private init; }

    public string User { get; private init; } = "";

    public string Password { get; private init; } = "";

    public string Database { get; private init; } = "";

    /// <summary>Parses an address; user, password and database are percent-decoded.</summary>
    /// <exception cref="FormatException">One sentence that says what is wrong; it never holds the password.</exception>
    public static StoreAddress Parse(string text)
    {
        if (text == "memory")
        {
            return new StoreAddress(StoreKind.Memory) { Path = MemoryStore.NewPath() };
        }

        if (text.StartsWith("sqlite:", StringComparison.Ordinal))
        {
            var path = text["sqlite:".Length..];
            return path.Length > 0
                ? new StoreAddress(StoreKind.Sqlite) { Path = System.IO.Path.GetFullPath(path) }
                : throw new FormatException("The store 'sqlite:' names no file; write sqlite:PATH.");
        }

        const string mysql = "mysql://";
        if (!text.StartsWith(mysql, StringComparison.Ordinal))
        {
            throw new FormatException("A store is memory, sqlite:PATH or mysql://user:password@host:port/database.");
        }

        return ParseMySql(text[mysql.Length..]);
    }

    /// <summary>The address without its password, fit to print.</summary>
    public override string ToString() => Kind switch
    {
        StoreKind.Memory => "memory",
        StoreKind.Sqlite => $"sqlite:{Path}",
        _ => $"mysql://{Uri.EscapeDataString(User)}@{Host}:{Port}/{Uri.EscapeDataString(Database)}",
    };

    /// <summary>The address with its password, for the environment of a child process; never to be printed.</summary>
    public string ToSecretString() => Kind is StoreKind.MySql
        ? $"mysql://{Uri.EscapeDataString(User)}:{Uri.EscapeDataString(Password)}@{Host}:{Port}/{Uri.EscapeDataString(Database)}"
        : ToString();

    // Not System.Uri: it refuses some characters that people have in passwords and would put them into its message.
    private static StoreAddress ParseMySql(string rest)
    {
        var at = rest.LastIndexOf('@');
        var slash = rest.IndexOf('/', at + 1);
        if (slash < 0 || slash == rest.Length - 1)
        {
            throw new FormatException("The store names no database; write mysql://user:password@host:port/database.");
        }

        var credentials = at < 0 ? "root" : rest[..at];
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        var hostAndPort = rest[(at + 1)..slash];
        var (host, port) = SplitPort(hostAndPort);
        if (host.Length == 0 || port is < 1 or > 65535)
        {
            throw new FormatException($"The store's host and port '{hostAndPort}' cannot be used; write mysql://user:password@host:port/database.");
        }

        return new StoreAddress(StoreKind.MySql)
        {
            Host = host,
            Port = port,
            User = Uri.UnescapeDataString(colon < 0 ? credentials : credentials[..colon]),
            Password = colon < 0 ? "" : Uri.UnescapeDataString(credentials[(colon + 1)..]),
            Database = Uri.UnescapeDataString(rest[(slash + 1)..]),
        };
    }

    private static (string Host, int Port) SplitPort(string text)
    {
        const int defaultPort = 3306;
        var bracket = text.LastIndexOf(']');
        var colon = text.LastIndexOf(':');
        if (colon <= bracket)
        {
            return (text.Trim('[', ']'), defaultPort);
        }

        return (text[..colon].Trim('[', ']'), int.TryParse(text[(colon + 1)..], out var port) ? port : -1);
    }
}
