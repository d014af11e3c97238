using System.Data.Common;
using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;

namespace Gleaner.Pipeline.Storing;

/// <summary>Writes connection strings in words that MySqlConnector and MySql.Data both know.</summary>
internal static class ConnectionStrings
{
    /// <summary>Bound of one statement; a batch takes milliseconds.</summary>
    private const int CommandTimeoutSeconds = 30;

    /// <summary>For connections that are opened often and shortly.</summary>
    public static string Pooled(StoreAddress address) => address.Kind is StoreKind.MySql ? MySql(address, pooling: true) : Sqlite(address, SqliteOpenMode.ReadWriteCreate, pooling: true);

    /// <summary>For a connection that its user keeps.</summary>
    public static string Own(StoreAddress address) => address.Kind is StoreKind.MySql ? MySql(address, pooling: false) : Sqlite(address, SqliteOpenMode.ReadWriteCreate, pooling: false);

    /// <summary>For a query that must not write; for SQLite the file must exist.</summary>
    public static string ReadOnly(StoreAddress address) => address.Kind is StoreKind.MySql ? MySql(address, pooling: false) : Sqlite(address, SqliteOpenMode.ReadOnly, pooling: false);

    /// <summary>To the server without the database, to create it.</summary>
    public static string Server(StoreAddress address)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = MySql(address, pooling: false) };
        builder.Remove("Database");
        return builder.ConnectionString;
    }

    private static string MySql(StoreAddress address, bool pooling)
    {
        var local = IsLoopback(address.Host);
        var builder = new DbConnectionStringBuilder
        {
            ["Server"] = address.Host,
            ["Port"] = address.Port.ToString(CultureInfo.InvariantCulture),
            ["User ID"] = address.User,
            ["Password"] = address.Password,
            ["Database"] = address.Database,
            ["CharSet"] = "utf8mb4",
            // Loopback needs no TLS, and a server without a certificate could not offer it.
            ["SslMode"] = local ? "Disabled" : "Preferred",
            ["AllowPublicKeyRetrieval"] = local ? "true" : "false",
            // So that an INSERT that met its row counts 0 and not 1.
            ["UseAffectedRows"] = "true",
            ["Connection Timeout"] = Database.ConnectTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            ["Default Command Timeout"] = CommandTimeoutSeconds.ToString(CultureInfo.InvariantCulture),
            ["Pooling"] = pooling ? "true" : "false",
            // Three silos and their clients have to fit into the 151 connections of a server as it comes: one that is refused
            // while the others sit idle in pools can write nothing.
            ["Maximum Pool Size"] = "32",
        };
        return builder.ConnectionString;
    }

    private static string Sqlite(StoreAddress address, SqliteOpenMode mode, bool pooling) => new SqliteConnectionStringBuilder
    {
        DataSource = address.Path,
        Mode = mode,
        Pooling = pooling,
        DefaultTimeout = CommandTimeoutSeconds,
    }.ConnectionString;

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
