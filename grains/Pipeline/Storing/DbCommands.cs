using System.Data.Common;

namespace Gleaner.Pipeline.Storing;

/// <summary>Short ways to run a command.</summary>
internal static class DbCommands
{
    /// <summary>Bound of <see cref="ExecuteLong"/>.</summary>
    public static readonly TimeSpan LongTime = TimeSpan.FromMinutes(30);

    /// <summary>Runs a statement; the number of affected rows.</summary>
    public static async Task<int> Execute(this DbConnection connection, string sql, CancellationToken cancellation, params (string Name, object? Value)[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The same for a statement over all rows of a source, which may be millions: half an hour instead of the connection's own bound.</summary>
    public static async Task<int> ExecuteLong(this DbConnection connection, string sql, CancellationToken cancellation, params (string Name, object? Value)[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        command.CommandTimeout = (int)LongTime.TotalSeconds;
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The first column of the first row, or null.</summary>
    public static async Task<object?> Scalar(this DbConnection connection, string sql, CancellationToken cancellation, params (string Name, object? Value)[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        return await command.ExecuteScalarAsync(cancellation) is { } value and not DBNull ? value : null;
    }

    /// <summary>Reads every row.</summary>
    public static async Task<List<T>> Rows<T>(
        this DbConnection connection, string sql, Func<DbDataReader, T> read, CancellationToken cancellation, params (string Name, object? Value)[] parameters)
    {
        await using var command = connection.Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static DbCommand Command(this DbConnection connection, string sql, params (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        // Values come as parameters, or through SqlText, which says why its text is safe.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
