using System.Data.Common;

namespace Gleaner.Pipeline.Storing;

/// <summary>Runs what a person asks of the tables: one statement that cannot write, for a limited time.</summary>
public sealed class StoreQuery(Database database, TimeProvider time)
{
    /// <summary>Longest time that a query may take, its reading included.</summary>
    public static readonly TimeSpan TimeCap = TimeSpan.FromSeconds(30);

    private const int UnknownVariable = 1193;

    private static readonly TimeSpan ServerGrace = TimeSpan.FromSeconds(5);

    /// <summary>Starts the query; its rows are read as they are asked for.</summary>
    /// <exception cref="StoreException">One sentence: not a single reading statement, refused by the store, or too slow.</exception>
    public Task<QueryRows> Run(string sql, CancellationToken cancellation = default) => Run(sql, TimeCap, cancellation);

    internal async Task<QueryRows> Run(string sql, TimeSpan timeCap, CancellationToken cancellation)
    {
        var statement = QueryGuard.Check(sql, database.IsSqlite);
        if (database.Address.Kind is StoreKind.Sqlite && !File.Exists(database.Address.Path))
        {
            throw new StoreException($"There is no store at {database.Address.Path} yet; gather something first.");
        }

        if (database.Address.Kind is StoreKind.Memory && !File.Exists(database.Address.Path))
        {
            throw new StoreException("The store memory belongs to one command and is gone with it; name a store that stays, as --store sqlite:PATH.");
        }

        // A server stops a query by itself and says so; the limit here is for one that does not.
        var limit = new QueryLimit(database.Address, timeCap, database.IsSqlite ? timeCap : timeCap + ServerGrace, time, cancellation);
        DbConnection? connection = null;
        DbCommand? command = null;
        Task<DbDataReader>? executing = null;
        try
        {
            connection = await OpenReadOnly(timeCap, limit.Token);
            limit.Interrupt(connection);
            command = connection.Command(statement);
            // Past the limit: at its own timeout MySql.Data was seen to hang.
            command.CommandTimeout = (int)Math.Ceiling((timeCap + (ServerGrace * 2)).TotalSeconds);
            executing = command.ExecuteReaderAsync(limit.Token);
            var reader = await executing.WaitAsync(limit.Token);
            return new QueryRows(reader, command, connection, limit);
        }
        catch (Exception fault)
        {
            var told = limit.Describe(fault);
            // A driver that does not look at tokens is left behind to end by itself.
            var closing = QueryRows.Close(executing, command, connection, limit);
            if (executing is null or { IsCompleted: true })
            {
                await closing;
            }

            throw told;
        }
    }

    /// <summary>A connection that cannot write, whatever is run on it.</summary>
    internal Task<DbConnection> OpenReadOnly(CancellationToken cancellation) => OpenReadOnly(TimeCap, cancellation);

    private async Task<DbConnection> OpenReadOnly(TimeSpan timeCap, CancellationToken cancellation)
    {
        DbConnection connection;
        try
        {
            connection = await database.Open(ConnectionStrings.ReadOnly(database.Address), cancellation);
        }
        catch (TimeoutException)
        {
            // Not the query's time: it has not begun.
            throw new StoreException($"The store {database.Address} did not answer within {Database.AnswerWithin.TotalSeconds:0} s.");
        }

        try
        {
            await MakeReadOnly(connection, timeCap, cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task MakeReadOnly(DbConnection connection, TimeSpan timeCap, CancellationToken cancellation)
    {
        if (database.IsSqlite)
        {
            await connection.Execute("PRAGMA query_only = 1", cancellation);
            return;
        }

        // Fixes how quotes and backslashes are read, as QueryGuard does.
        await connection.Execute("SET SESSION sql_mode = ''", cancellation);
        try
        {
            await connection.Execute("SET SESSION max_statement_time = @seconds", cancellation, ("@seconds", timeCap.TotalSeconds));
        }
        catch (DbException fault) when (StoreFault.Number(fault) == UnknownVariable)
        {
            await connection.Execute("SET SESSION max_execution_time = @milliseconds", cancellation, ("@milliseconds", (long)timeCap.TotalMilliseconds));
        }

        // Of the session, not of a transaction: MariaDB ends a read-only transaction for a DROP and then drops.
        await connection.Execute("SET SESSION TRANSACTION READ ONLY", cancellation);
    }
}
