using System.Data.Common;
using System.Globalization;
using System.Text;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Tests.Upgrades;

/// <summary>A store as SQL text, tables and rows, and back. Bytes that are text are written as text, so that a dump can be read and its origin's port replaced.</summary>
internal static class StoreDump
{
    private const string Port = "{port}";

    /// <summary>Writes every table, index and view of a store.</summary>
    /// <param name="port">The origin's port, which is another one whenever the dump is read.</param>
    public static async Task<string> Write(Database database, int port, CancellationToken cancellation)
    {
        await using var connection = await database.OpenOwn(cancellation);
        var text = new StringBuilder();
        var tables = new List<string>();
        if (database.IsSqlite)
        {
            const string objects = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'view', type <> 'table', name";
            foreach (var (type, name, sql) in await connection.Rows(objects, row => (row.GetString(0), row.GetString(1), row.GetString(2)), cancellation))
            {
                text.Append(sql).Append(";\n");
                tables.AddRange(type == "table" ? [name] : []);
            }
        }
        else
        {
            foreach (var (name, type) in await connection.Rows("SHOW FULL TABLES", row => (row.GetString(0), row.GetString(1)), cancellation))
            {
                var isView = type == "VIEW";
                var sql = (await connection.Rows($"SHOW CREATE {(isView ? "VIEW" : "TABLE")} `{name}`", row => row.GetString(1), cancellation)).Single();
                // Not the user who made it, nor the database's name.
                text.Append(isView ? $"CREATE VIEW {sql[sql.IndexOf($"`{name}`", StringComparison.Ordinal)..].Replace($"`{database.Address.Database}`.", "", StringComparison.Ordinal)}" : sql).Append(";\n");
                tables.AddRange(isView ? [] : [name]);
            }
        }

        foreach (var table in tables)
        {
            foreach (var row in await connection.Rows($"SELECT * FROM {table}", row => Row(row, database.IsSqlite), cancellation))
            {
                text.Append(CultureInfo.InvariantCulture, $"INSERT INTO {table} VALUES ({row});\n");
            }
        }

        foreach (var host in new[] { "127.0.0.1", "localhost" })
        {
            text.Replace(string.Create(CultureInfo.InvariantCulture, $"{host}:{port}"), $"{host}:{Port}");
        }

        return text.ToString();
    }

    /// <summary>Makes an empty store what the dump says, its sources pointing to an origin on <paramref name="port"/>.</summary>
    public static async Task Read(string dump, Database database, int port, CancellationToken cancellation)
    {
        if (!database.IsSqlite)
        {
            await using var server = database.Create(ConnectionStrings.Server(database.Address));
            await server.OpenAsync(cancellation);
            await server.Execute($"CREATE DATABASE IF NOT EXISTS `{database.Address.Database}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", cancellation);
        }

        await using var connection = await database.OpenOwn(cancellation);
        await connection.Execute(dump.Replace(Port, port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), cancellation);
    }

    private static string Row(DbDataReader row, bool isSqlite) =>
        string.Join(", ", Enumerable.Range(0, row.FieldCount).Select(column => Literal(row.GetValue(column), isSqlite)));

    private static string Literal(object value, bool isSqlite) => value switch
    {
        DBNull => "NULL",
        byte[] bytes when IsText(bytes) => isSqlite ? $"CAST({Quoted(Encoding.UTF8.GetString(bytes), isSqlite)} AS BLOB)" : Quoted(Encoding.UTF8.GetString(bytes), isSqlite),
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        DateTime time => Quoted(time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture), isSqlite),
        bool flag => flag ? "1" : "0",
        string text => Quoted(text, isSqlite),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"A value of {value.GetType()}."),
    };

    private static bool IsText(byte[] bytes) => System.Text.Unicode.Utf8.IsValid(bytes) && !bytes.Contains((byte)0);

    private static string Quoted(string text, bool isSqlite)
    {
        var quoted = text.Replace("'", "''", StringComparison.Ordinal);
        return $"'{(isSqlite ? quoted : quoted.Replace("\\", "\\\\", StringComparison.Ordinal))}'";
    }
}
