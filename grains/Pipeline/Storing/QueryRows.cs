using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Gleaner.Pipeline.Storing;

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
        await Close(null, _command, _connection, _limit);
    }

    /// <summary>Closes what there is, once what still executes has ended.</summary>
    internal static async Task Close(Task? executing, DbCommand? command, DbConnection? connection, QueryLimit limit)
    {
        await (executing ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
