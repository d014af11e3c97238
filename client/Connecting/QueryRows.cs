using System.Data.Common;
using System.Runtime.CompilerServices;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Connecting;

/// <summary>The rows of one read-only statement, read as they come.</summary>
internal sealed class QueryRows : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly DbCommand _command;
    private readonly DbDataReader _reader;
    private object?[]? _first;

    private QueryRows(DbConnection connection, DbCommand command, DbDataReader reader)
    {
        (_connection, _command, _reader) = (connection, command, reader);
        Columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    public IReadOnlyList<string> Columns { get; }

    public static async Task<QueryRows> Open(StoreAddress store, string sql, CancellationToken cancellation)
    {
        var database = new Database(store);
        var connection = await database.OpenOwn(cancellation);
        var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        return new QueryRows(connection, command, await command.ExecuteReaderAsync(cancellation));
    }

    /// <summary>Whether there is a row; <see cref="Read"/> gives it all the same.</summary>
    public async Task<bool> Any(CancellationToken cancellation)
    {
        _first ??= await Next(cancellation);
        return _first is not null;
    }

    public async IAsyncEnumerable<object?[]> Read([EnumeratorCancellation] CancellationToken cancellation)
    {
        if (_first is not null)
        {
            yield return _first;
            _first = null;
        }

        while (await Next(cancellation) is { } row)
        {
            yield return row;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _command.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task<object?[]?> Next(CancellationToken cancellation)
    {
        if (!await _reader.ReadAsync(cancellation))
        {
            return null;
        }

        var row = new object?[_reader.FieldCount];
        _reader.GetValues(row!);
        return row;
    }
}
