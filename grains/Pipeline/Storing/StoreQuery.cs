using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Gleaner.Pipeline.Storing;

/// <summary>Runs what a person asks of the tables: one statement that cannot write, for a limited time.</summary>
public sealed class StoreQuery(Database database, TimeProvider time)
{
    /// <summary>Longest time that a query may take, its reading included.</summary>
    public static readonly TimeSpan TimeCap = TimeSpan.FromSeconds(30);

    private const int UnknownVariable = 1193;

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

        var limit = new QueryLimit(database.Address, timeCap, time, cancellation);
        DbConnection? connection = null;
        DbCommand? command = null;
        try
        {
            connection = await database.Open(ConnectionStrings.ReadOnly(database.Address), limit.Token);
            await MakeReadOnly(connection, timeCap, limit.Token);
            limit.Interrupt(connection);
            command = connection.Command(statement);
            command.CommandTimeout = (int)Math.Ceiling(timeCap.TotalSeconds);
            var reader = await command.ExecuteReaderAsync(limit.Token);
            return new QueryRows(reader, command, connection, limit);
        }
        catch (Exception fault)
        {
            var told = limit.Describe(fault);
            await QueryRows.Close(command, connection, limit);
            throw told;
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

/// <summary>The answer to a query. Values are null, long, double, decimal or text; times are ISO 8601 UTC text on every store.</summary>
public sealed class QueryRows : IAsyncDisposable
{
    private readonly DbDataReader _reader;
    private readonly DbCommand _command;
    private readonly DbConnection _connection;
    private readonly QueryLimit _limit;

    internal QueryRows(DbDataReader reader, DbCommand command, DbConnection connection, QueryLimit limit)
    {
        (_reader, _command, _connection, _limit) = (reader, command, connection, limit);
        Columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    /// <summary>Column names in order; a name may occur twice.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Reads the rows once, each an array of one value for each column.</summary>
    /// <exception cref="StoreException">The query failed in the middle or took too long.</exception>
    public async IAsyncEnumerable<object?[]> ReadAll([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (await Next(cancellation) is { } row)
        {
            yield return row;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _limit.Stop();
        await _reader.DisposeAsync();
        await Close(_command, _connection, _limit);
    }

    internal static async Task Close(DbCommand? command, DbConnection? connection, QueryLimit limit)
    {
        limit.Dispose();
        if (command is not null)
        {
            await command.DisposeAsync();
        }

        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    private async Task<object?[]?> Next(CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            if (!await _reader.ReadAsync(_limit.Token))
            {
                return null;
            }

            var row = new object?[_reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = Plain(_reader.GetValue(i));
            }

            return row;
        }
        catch (Exception fault)
        {
            throw _limit.Describe(fault);
        }
    }

    private static object? Plain(object value) => value switch
    {
        DBNull => null,
        bool flag => flag ? 1L : 0L,
        sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float number => (double)number,
        long or ulong or double or decimal or string => value,
        DateTime time => time.ToString(OutcomeRow.SqliteTimeFormat, CultureInfo.InvariantCulture),
        byte[] bytes => System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Convert.ToHexStringLower(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}

/// <summary>The time cap of one query and the caller's cancellation, and how their end is told.</summary>
internal sealed class QueryLimit : IDisposable
{
    private readonly StoreAddress _address;
    private readonly TimeSpan _cap;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;
    private CancellationTokenRegistration _interrupt;

    public QueryLimit(StoreAddress address, TimeSpan cap, TimeProvider time, CancellationToken caller)
    {
        (_address, _cap, _caller) = (address, cap, caller);
        _timer = new CancellationTokenSource(cap, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, caller);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>SQLite works on the caller's thread and does not look at tokens: it must be told from another.</summary>
    public void Interrupt(DbConnection connection)
    {
        if (connection is SqliteConnection { Handle: { } handle })
        {
            _interrupt = Token.Register(() => SQLitePCL.raw.sqlite3_interrupt(handle));
        }
    }

    /// <summary>From here on nothing is interrupted: the connection is being closed.</summary>
    public void Stop() => _interrupt.Dispose();

    public Exception Describe(Exception fault) => fault switch
    {
        _ when _caller.IsCancellationRequested => new OperationCanceledException(_caller),
        _ when _timer.IsCancellationRequested || StoreFault.IsTimeout(fault) => new StoreException($"The query took longer than {_cap.TotalSeconds:0.#} s and was stopped."),
        StoreException => fault,
        _ => StoreFault.DescribeStatement(fault, _address),
    };

    public void Dispose()
    {
        Stop();
        _either.Dispose();
        _timer.Dispose();
    }
}
