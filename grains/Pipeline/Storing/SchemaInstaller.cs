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

    /// <summary>Up to here a program wrote down its last script only; since then each script is written down when it has been applied.</summary>
    private const int LastUnlisted = 20;
    private const int LockSeconds = 60;

    private readonly IReadOnlyList<SchemaScript> _scripts = SchemaScript.Load(database.IsSqlite ? "sqlite" : "mysql");

    /// <summary>The version that this program needs: the number of its last script.</summary>
    public int ProgramVersion => _scripts[^1].Number;

    /// <summary>Tables that the last <see cref="Install"/> found gone from a store that had them; it made them again, empty.</summary>
    public IReadOnlyList<string> MadeAgain { get; private set; } = [];

    /// <summary>Makes what is missing, the database included where the user may; a store that is up to date costs two queries.</summary>
    /// <remarks>
    /// On a live cluster too: the scripts add tables, columns and views, and change none that an older program writes. MySQL commits each
    /// statement by itself, so a script that was cut off is applied again, whole: every script may be repeated.
    /// </remarks>
    /// <returns>The version found before; 0 for a new store.</returns>
    /// <exception cref="StoreException">One sentence: unreachable, refused, or newer than this program.</exception>
    public async Task<int> Install(CancellationToken cancellation = default)
    {
        try
        {
            await using var connection = await Connect(cancellation);
            var before = await Look(connection, cancellation);
            if (before.Wanted.Count > 0)
            {
                before = database.IsSqlite ? await ApplySqlite(connection, cancellation) : await ApplyMySql(connection, cancellation);
            }

            MadeAgain = before.LostTables;
            if (before.Version < ProgramVersion)
            {
                logger.SchemaApplied(before.Version, ProgramVersion);
            }
            else if (before.LostTables.Count > 0)
            {
                logger.TablesMadeAgain(string.Join(", ", before.LostTables));
            }

            return before.Version;
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

    private async Task<Finding> ApplySqlite(DbConnection connection, CancellationToken cancellation)
    {
        // The journal mode is part of the file and cannot change inside a transaction.
        await connection.Execute("PRAGMA journal_mode = WAL", cancellation);
        await connection.Execute("BEGIN IMMEDIATE", cancellation);
        var found = await Apply(connection, cancellation);
        await connection.Execute("COMMIT", cancellation);
        return found;
    }

    private async Task<Finding> ApplyMySql(DbConnection connection, CancellationToken cancellation)
    {
        // The name of a lock is the server's, not the database's.
        var locked = await connection.Scalar("SELECT GET_LOCK(CONCAT('gleaner-schema-', MD5(DATABASE())), @seconds)", cancellation, ("@seconds", LockSeconds));
        if (locked is null || Convert.ToInt32(locked, CultureInfo.InvariantCulture) != 1)
        {
            throw new StoreException($"Another process has been changing the schema of {database.Address} for {LockSeconds} s; try again when it is done.") { MayPass = true };
        }

        // The lock goes with the connection, which is not pooled.
        return await Apply(connection, cancellation);
    }

    // Looked at again: another process may have been first.
    private async Task<Finding> Apply(DbConnection connection, CancellationToken cancellation)
    {
        var found = await Look(connection, cancellation);
        if (found.Wanted.Count == 0)
        {
            return found;
        }

        var now = database.IsSqlite ? "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')" : "UTC_TIMESTAMP(3)";
        var text = database.IsSqlite ? "TEXT" : "DATETIME(3)";
        var ignore = database.IsSqlite ? "OR IGNORE" : "IGNORE";
        await connection.Execute(
            $"CREATE TABLE IF NOT EXISTS {VersionTable} (version INT NOT NULL PRIMARY KEY, applied_at {text} NOT NULL)", cancellation);
        foreach (var script in found.Wanted)
        {
            foreach (var step in script.Steps)
            {
                try
                {
                    // A large table may take its time.
                    await connection.ExecuteLong(step, cancellation);
                }
                catch (DbException fault) when (script.HasSteps && StoreFault.IsAlreadyThere(fault))
                {
                    // A try before this one ended after the step.
                }
            }

            await connection.Execute($"INSERT {ignore} INTO {VersionTable} (version, applied_at) VALUES (@version, {now})", cancellation, ("@version", script.Number));
        }

        return found;
    }

    private async Task<Finding> Look(DbConnection connection, CancellationToken cancellation)
    {
        var catalog = database.IsSqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table'"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'";
        var tables = (await connection.Rows(catalog, reader => reader.GetString(0), cancellation)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!tables.Contains(VersionTable))
        {
            return new Finding(0, _scripts, []);
        }

        var applied = (await connection.Rows(
            $"SELECT version FROM {VersionTable}", reader => Convert.ToInt32(reader.GetValue(0), CultureInfo.InvariantCulture), cancellation)).ToHashSet();
        var version = applied.Count == 0 ? 0 : applied.Max();
        if (version > ProgramVersion)
        {
            throw new StoreException(
                $"The store {database.Address} has schema version {version}, newer than this program's {ProgramVersion}; use a newer Gleaner, or another store.");
        }

        var done = _scripts.Where(script => applied.Contains(script.Number) || (applied.Count > 0 && script.Number <= LastUnlisted)).ToList();
        List<string> lost = [.. done.SelectMany(script => script.Tables).Where(table => !tables.Contains(table)).Distinct()];
        // A later script may have added to a table that an earlier one makes: then all of them, in order.
        return new Finding(version, lost.Count > 0 ? _scripts : [.. _scripts.Except(done)], lost);
    }

    /// <summary>What a store has of the schema.</summary>
    /// <param name="Version">Its last script; 0 for a new store.</param>
    /// <param name="Wanted">The scripts to apply now.</param>
    /// <param name="LostTables">Tables that scripts had made and that are gone.</param>
    private sealed record Finding(int Version, IReadOnlyList<SchemaScript> Wanted, IReadOnlyList<string> LostTables);
}
