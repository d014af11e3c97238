using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// Brings a store's schema to this program's version. Safe to run at any time and by several processes at once: one applies, the others
/// wait and find it done.
/// </summary>
public sealed class SchemaInstaller(Database database, TimeProvider time, ILogger<SchemaInstaller> logger)
{
    /// <summary>Within this time the caller learns that a store cannot be used.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const string VersionTable = "gleaner_schema";
    private const int LockSeconds = 60;

    private readonly IReadOnlyList<SchemaScript> _scripts = SchemaScript.Load(database.IsSqlite ? "sqlite" : "mysql");

    /// <summary>The version that this program needs: the number of its last script.</summary>
    public int ProgramVersion => _scripts[^1].Number;

    /// <summary>Makes what is missing, the database included where the user may; a store that is up to date costs one query.</summary>
    /// <returns>The version found before; 0 for a new store.</returns>
    /// <exception cref="StoreException">One sentence: unreachable, refused, or newer than this program.</exception>
    public async Task<int> Install(CancellationToken cancellation = default)
    {
        try
        {
            await using var connection = await Connect(cancellation);
            var found = await ReadVersion(connection, cancellation);
            if (found == ProgramVersion)
            {
                return found;
            }

            RefuseNewer(found);
            found = database.IsSqlite ? await ApplySqlite(connection, cancellation) : await ApplyMySql(connection, cancellation);
            if (found < ProgramVersion)
            {
                logger.SchemaApplied(found, ProgramVersion);
            }

            return found;
        }
        catch (Exception fault) when (fault is not OperationCanceledException and not StoreException)
        {
            throw StoreFault.Describe(fault, database.Address);
        }
    }

    private async Task<DbConnection> Connect(CancellationToken cancellation)
    {
        if (database.Address.Kind is StoreKind.Sqlite)
        {
            MakeFolder(Path.GetDirectoryName(database.Address.Path)!);
        }

        using var deadline = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            try
            {
                return await database.OpenOwn(either.Token);
            }
            catch (Exception fault) when (StoreFault.IsUnknownDatabase(fault) || (!database.IsSqlite && StoreFault.IsAccessDenied(fault)))
            {
                await CreateDatabase(fault, either.Token);
                return await database.OpenOwn(either.Token);
            }
        }
        catch (Exception) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new StoreException($"The store {database.Address} did not answer within {Timeout.TotalSeconds:F0} s.") { MayPass = true };
        }
    }

    // Some servers answer "access denied" for a database that does not exist.
    private async Task CreateDatabase(Exception why, CancellationToken cancellation)
    {
        var address = database.Address;
        await using var server = database.Create(ConnectionStrings.Server(address));
        try
        {
            await server.OpenAsync(cancellation);
        }
        catch (DbException) when (StoreFault.IsAccessDenied(why))
        {
            throw StoreFault.Describe(why, address);
        }

        try
        {
            var name = address.Database.Replace("`", "``", StringComparison.Ordinal);
            await server.Execute($"CREATE DATABASE IF NOT EXISTS `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", cancellation);
        }
        catch (DbException)
        {
            throw new StoreException(
                $"The database '{address.Database}' does not exist on {address.Host}:{address.Port} or is not open to the user '{address.User}',"
                + " who may not create it; create it and grant the user all privileges on it.");
        }
    }

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The folder {folder} for the store cannot be made: {fault.Message}");
        }
    }

    private async Task<int> ApplySqlite(DbConnection connection, CancellationToken cancellation)
    {
        // The journal mode is part of the file and cannot change inside a transaction.
        await connection.Execute("PRAGMA journal_mode = WAL", cancellation);
        await connection.Execute("BEGIN IMMEDIATE", cancellation);
        var found = await ReadVersion(connection, cancellation);
        await ApplyFrom(connection, found, cancellation);
        await connection.Execute("COMMIT", cancellation);
        return found;
    }

    private async Task<int> ApplyMySql(DbConnection connection, CancellationToken cancellation)
    {
        // The name of a lock is the server's, not the database's.
        var locked = await connection.Scalar("SELECT GET_LOCK(CONCAT('gleaner-schema-', MD5(DATABASE())), @seconds)", cancellation, ("@seconds", LockSeconds));
        if (locked is null || Convert.ToInt32(locked, CultureInfo.InvariantCulture) != 1)
        {
            throw new StoreException($"Another process has been changing the schema of {database.Address} for {LockSeconds} s; try again when it is done.") { MayPass = true };
        }

        // The lock goes with the connection, which is not pooled.
        var found = await ReadVersion(connection, cancellation);
        await ApplyFrom(connection, found, cancellation);
        return found;
    }

    private async Task ApplyFrom(DbConnection connection, int found, CancellationToken cancellation)
    {
        RefuseNewer(found);
        foreach (var script in _scripts.Where(script => script.Number > found))
        {
            foreach (var step in script.Steps)
            {
                try
                {
                    await connection.Execute(step, cancellation);
                }
                catch (DbException fault) when (script.HasSteps && StoreFault.IsAlreadyThere(fault))
                {
                    // A try before this one ended after the step.
                }
            }
        }

        if (found < ProgramVersion)
        {
            var now = database.IsSqlite ? "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')" : "UTC_TIMESTAMP(3)";
            var text = database.IsSqlite ? "TEXT" : "DATETIME(3)";
            await connection.Execute(
                $"CREATE TABLE IF NOT EXISTS {VersionTable} (version INT NOT NULL PRIMARY KEY, applied_at {text} NOT NULL)", cancellation);
            await connection.Execute($"INSERT INTO {VersionTable} (version, applied_at) VALUES (@version, {now})", cancellation, ("@version", ProgramVersion));
        }
    }

    private async Task<int> ReadVersion(DbConnection connection, CancellationToken cancellation)
    {
        var catalog = database.IsSqlite
            ? "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = @name"
            : "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = @name";
        if (Convert.ToInt32(await connection.Scalar(catalog, cancellation, ("@name", VersionTable)), CultureInfo.InvariantCulture) == 0)
        {
            return 0;
        }

        return Convert.ToInt32(await connection.Scalar($"SELECT MAX(version) FROM {VersionTable}", cancellation) ?? 0, CultureInfo.InvariantCulture);
    }

    private void RefuseNewer(int found)
    {
        if (found > ProgramVersion)
        {
            throw new StoreException(
                $"The store {database.Address} has schema version {found}, newer than this program's {ProgramVersion}; use a newer Gleaner, or another store.");
        }
    }
}
