using System.Data.Common;
using System.Globalization;
using Gleaner.Contracts.Runs;

namespace Gleaner.Pipeline.Storing;

/// <summary>Batches on SQLite: prepared statements, row by row, in one transaction. There is no wire, so a row is a call.</summary>
internal sealed class SqliteSession : IBatchSession
{
    private const string StateKey =
        "GrainTypeString = $type AND GrainIdExtensionString = $extension AND ServiceId = $service AND GrainIdN0 = $n0 AND GrainIdN1 = $n1";

    private readonly DbConnection _connection;
    private readonly TimeProvider _time;
    private readonly SqliteRecords _records;
    private readonly PreparedStatement _begin;
    private readonly PreparedStatement _commit;
    private readonly PreparedStatement _rollback;
    private readonly PreparedStatement _read;
    private readonly PreparedStatement _insertState;
    private readonly PreparedStatement _updateState;
    private readonly PreparedStatement _insertOutcome;
    private readonly PreparedStatement _readOutcome;

    public SqliteSession(DbConnection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _records = new SqliteRecords(connection);
        // Takes the write lock at once, so that no statement in the middle can fail for it.
        _begin = new PreparedStatement(connection, "BEGIN IMMEDIATE");
        _commit = new PreparedStatement(connection, "COMMIT");
        _rollback = new PreparedStatement(connection, "ROLLBACK");
        _read = new PreparedStatement(
            connection, $"SELECT Version, PayloadBinary FROM OrleansStorage WHERE {StateKey}", "$type", "$extension", "$service", "$n0", "$n1");
        _insertState = new PreparedStatement(
            connection,
            "INSERT INTO OrleansStorage (GrainTypeString, GrainIdExtensionString, ServiceId, GrainIdN0, GrainIdN1, GrainIdHash, GrainTypeHash, Version,"
            + " ModifiedOn, PayloadBinary) VALUES ($type, $extension, $service, $n0, $n1, $hash, $typehash, 1, $now, $payload) ON CONFLICT DO NOTHING",
            "$type", "$extension", "$service", "$n0", "$n1", "$hash", "$typehash", "$now", "$payload");
        _updateState = new PreparedStatement(
            connection,
            $"UPDATE OrleansStorage SET Version = Version + 1, ModifiedOn = $now, PayloadBinary = $payload WHERE {StateKey} AND Version = $version",
            "$type", "$extension", "$service", "$n0", "$n1", "$now", "$payload", "$version");
        _insertOutcome = new PreparedStatement(
            connection,
            $"INSERT INTO outcomes ({OutcomeRow.Columns}) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING",
            [.. Enumerable.Range(0, 16).Select(i => $"${i}")]);
        _readOutcome = new PreparedStatement(connection, $"SELECT {OutcomeRow.Columns} FROM outcomes WHERE run = $run AND source = $source", "$run", "$source");
    }

    public bool IsOpen => _connection.State == System.Data.ConnectionState.Open;

    public ValueTask DisposeAsync()
    {
        _records.Dispose();
        foreach (var statement in new[] { _begin, _commit, _rollback, _read, _insertState, _updateState, _insertOutcome, _readOutcome })
        {
            statement.Dispose();
        }

        return _connection.DisposeAsync();
    }

    public Task Commit(IReadOnlyList<PendingWrite> batch, CancellationToken cancellation)
    {
        _begin.Run();
        try
        {
            var now = _time.GetUtcNow().UtcDateTime.ToString(OutcomeRow.SqliteTimeFormat, CultureInfo.InvariantCulture);
            foreach (var write in batch)
            {
                write.Verdict = write.State is { } state ? WriteState(write, state, now) : new WriteVerdict(true, null);
                if (write is { Rows: { } rows, Verdict.Won: true })
                {
                    WriteOutcomes(rows);
                    _records.Write(rows, tailsMayRemain: write.State is null);
                }
            }

            foreach (var write in batch)
            {
                write.MayBeCommitted = true;
            }

            _commit.Run();
        }
        catch
        {
            Undo();
            throw;
        }

        return Task.CompletedTask;
    }

    public Task Read(IReadOnlyList<PendingRead> batch, CancellationToken cancellation)
    {
        foreach (var read in batch)
        {
            read.Found = ReadState(read.Key);
        }

        return Task.CompletedTask;
    }

    private WriteVerdict WriteState(PendingWrite write, StateChange change, string now)
    {
        var key = change.Key;
        object payload = change.Payload is { } bytes ? bytes.ToArray() : DBNull.Value;
        var changed = change.Expected is { } expected
            ? _updateState.Run(key.Type, key.Extension, key.ServiceId, key.N0, key.N1, now, payload, expected)
            : _insertState.Run(key.Type, key.Extension, key.ServiceId, key.N0, key.N1, key.IdHash, key.TypeHash, now, payload);
        if (changed == 1)
        {
            return new WriteVerdict(true, change.NewVersion);
        }

        var row = ReadState(key);
        return new WriteVerdict(write.MayBeCommitted && change.IsStoredAs(row), row?.Version);
    }

    private StoredState? ReadState(GrainRowKey key)
    {
        using var reader = _read.Read(key.Type, key.Extension, key.ServiceId, key.N0, key.N1);
        return reader.Read() ? new StoredState(reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1)) : null;
    }

    private void WriteOutcomes(FetchRows rows)
    {
        List<Outcome>? stood = null;
        foreach (var outcome in rows.Outcomes)
        {
            var inserted = _insertOutcome.Run(
                outcome.Run, outcome.Source, outcome.Url, outcome.Ok ? 1 : 0, outcome.Status, outcome.Error?.Kind.ToName(), outcome.Error?.Message,
                outcome.Attempts, outcome.Bytes, outcome.Records, outcome.Sha256, outcome.Unchanged ? 1 : 0,
                outcome.StartedAt.UtcDateTime.ToString(OutcomeRow.SqliteTimeFormat, CultureInfo.InvariantCulture),
                OutcomeRow.DurationMs(outcome), outcome.Shard, outcome.Position);
            if (inserted == 0)
            {
                using var reader = _readOutcome.Read(outcome.Run, outcome.Source);
                reader.Read();
                var row = OutcomeRow.Read(reader);
                if (!OutcomeRow.IsSame(row, outcome))
                {
                    (stood ??= []).Add(row);
                }
            }
        }

        rows.Stood = stood ?? [];
    }

    private void Undo()
    {
        try
        {
            _rollback.Run();
        }
        catch (DbException)
        {
            // SQLite has rolled back by itself after some errors, or COMMIT went through.
        }
    }
}
