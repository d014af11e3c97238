using System.Data.Common;
using System.Net;
using Microsoft.Data.Sqlite;

namespace Gleaner.Pipeline.Storing;

/// <summary>Opens connections to one store, each set up as Gleaner needs it.</summary>
public sealed class Database : IDisposable
{
    /// <summary>Bound of making one connection.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // A driver may wait for a server that accepts and then says nothing.
    internal static readonly TimeSpan AnswerWithin = ConnectTimeout * 2;

    private readonly bool _holdsMemory;

    public Database(StoreAddress address)
    {
        Address = address;
        _holdsMemory = address.Kind is StoreKind.Memory;
        if (_holdsMemory)
        {
            MemoryStore.Hold(address.Path);
        }

        Source = new StoreDataSource(this);
    }

    public StoreAddress Address { get; }

    public bool IsSqlite => Address.Kind is not StoreKind.MySql;

    /// <summary>For Orleans' AdoNet providers: every connection that it opens is set up.</summary>
    public DbDataSource Source { get; }

    /// <summary>The driver's connection string, with the password; never to be printed.</summary>
    public string ConnectionString => ConnectionStrings.Pooled(Address);

    /// <summary>Opens a pooled connection. Session settings that the pool would undo are not made: see <see cref="OpenOwn"/>.</summary>
    public async Task<DbConnection> Open(CancellationToken cancellation) => await Open(ConnectionStrings.Pooled(Address), cancellation);

    /// <summary>Opens a connection outside the pool, for one long user: READ COMMITTED and strict mode on MySQL.</summary>
    public async Task<DbConnection> OpenOwn(CancellationToken cancellation)
    {
        var connection = await Open(ConnectionStrings.Own(Address), cancellation);
        try
        {
            if (!IsSqlite)
            {
                // READ COMMITTED takes no locks on gaps, which would make batches of new rows wait for each other.
                // A dive limit of 0 makes the planner look at each key of a long IN list instead of guessing by old statistics.
                await connection.Execute(
                    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED; "
                    + "SET SESSION sql_mode = 'STRICT_ALL_TABLES', SESSION innodb_lock_wait_timeout = 10, SESSION eq_range_index_dive_limit = 0",
                    cancellation);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public void Dispose()
    {
        if (IsSqlite)
        {
            using var pool = new SqliteConnection(ConnectionStrings.Pooled(Address));
            SqliteConnection.ClearPool(pool);
        }

        if (_holdsMemory)
        {
            MemoryStore.Release(Address.Path);
        }
    }

    internal DbConnection Create(string connectionString)
    {
        var connection = IsSqlite ? new SqliteConnection() : MySqlDriver.Factory.CreateConnection()!;
        connection.ConnectionString = connectionString;
        return connection;
    }

    internal async Task<DbConnection> Open(string connectionString, CancellationToken cancellation)
    {
        var connection = Create(connectionString);
        try
        {
            await connection.OpenAsync(cancellation).WaitAsync(AnswerWithin, cancellation);
            if (IsSqlite)
            {
                SetUp(connection);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // The driver itself would sleep 150 ms each time that it finds the file busy; SQLite's own handler begins with 1 ms.
    internal void SetUp(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        // The keys of a run are spread over whole tables: with SQLite's own 2 MB of cache every commit would read pages again.
        // The memory store's file is always new, so that it can have larger pages (docs/decisions/0011); its log ends at 64 MB of them.
        command.CommandText = "PRAGMA busy_timeout = 15000; PRAGMA cache_size = -32768; " + (Address.Kind is StoreKind.Memory
            ? "PRAGMA page_size = 16384; PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 4096;"
            : "PRAGMA synchronous = FULL;");
        command.ExecuteNonQuery();
    }

    private sealed class StoreDataSource(Database database) : DbDataSource
    {
        public override string ConnectionString => database.ConnectionString;

        protected override DbConnection CreateDbConnection() => database.Create(ConnectionString);

        protected override DbConnection OpenDbConnection()
        {
            var connection = CreateDbConnection();
            connection.Open();
            if (database.IsSqlite)
            {
                database.SetUp(connection);
            }

            return connection;
        }

        protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default) =>
            await database.Open(ConnectionString, cancellationToken);
    }
}
