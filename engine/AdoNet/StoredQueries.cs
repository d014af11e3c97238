using System.Data.Common;
using Orleans.Runtime;

namespace Orleans.AdoNet;

/// <summary>Runs the statements of the table OrleansQuery by name; they are read at the first use.</summary>
internal sealed class StoredQueries
{
    private readonly DbDataSource _source;
    private readonly Lock _gate = new();
    private Task<Dictionary<string, string>>? _texts;

    /// <param name="user">Whose options these are, for the message when they are wrong.</param>
    public StoredQueries(string user, string? invariant, string? connectionString, DbDataSource? dataSource)
    {
        if (string.IsNullOrWhiteSpace(invariant))
        {
            throw new OrleansConfigurationException($"Invalid options of {user}: Invariant is required.");
        }

        if (string.IsNullOrWhiteSpace(connectionString) == (dataSource is null))
        {
            throw new OrleansConfigurationException($"Invalid options of {user}: give exactly one of ConnectionString and DataSource.");
        }

        _source = dataSource ?? AdoNetInvariants.Load(invariant).CreateDataSource(connectionString!);
    }

    /// <summary>Reads all rows of all results.</summary>
    public async Task<List<T>> Read<T>(string key, Func<DbDataReader, T> read, params (string Name, object? Value)[] parameters)
    {
        string text = await Text(key);
        await using DbConnection connection = await _source.OpenConnectionAsync();
        await using DbCommand command = connection.CreateCommand();
        // The text comes from OrleansQuery, the values go as parameters.
#pragma warning disable CA2100
        command.CommandText = text;
#pragma warning restore CA2100
        foreach ((string name, object? value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        await using DbDataReader reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        do
        {
            while (await reader.ReadAsync())
            {
                rows.Add(read(reader));
            }
        }
        while (await reader.NextResultAsync());
        return rows;
    }

    public Task Execute(string key, params (string Name, object? Value)[] parameters) => Read(key, _ => 0, parameters);

    /// <summary>Runs a statement whose one row says whether it did something.</summary>
    public async Task<bool> Ask(string key, params (string Name, object? Value)[] parameters)
        => Convert.ToBoolean((await Read(key, reader => reader.GetValue(0), parameters))[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Reads the statements now, so that a store without them is found out at the start.</summary>
    public Task Load() => Texts();

    private async Task<string> Text(string key) => (await Texts()).GetValueOrDefault(key)
        ?? throw new OrleansConfigurationException($"The table OrleansQuery holds no statement '{key}'; apply the scripts.");

    // Read once; a failed reading is tried again by the next caller.
    private Task<Dictionary<string, string>> Texts()
    {
        lock (_gate)
        {
            return _texts is null or { IsFaulted: true } or { IsCanceled: true } ? _texts = ReadTexts() : _texts;
        }
    }

    private async Task<Dictionary<string, string>> ReadTexts()
    {
        await using DbConnection connection = await _source.OpenConnectionAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT QueryKey, QueryText FROM OrleansQuery";
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            texts[reader.GetString(0)] = reader.GetString(1);
        }

        return texts;
    }
}
