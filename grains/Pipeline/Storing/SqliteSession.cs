using System.Globalization;
using Gleaner.Contracts.Runs;
using Microsoft.Data.Sqlite;

namespace Gleaner.Pipeline.Storing;

/// <summary>Batches on SQLite: prepared statements, row by row, in one transaction. There is no wire, so a row is a call.</summary>
internal sealed class SqliteSession : IBatchSession
{
    private const string StateKey =
        "GrainTypeString = ? AND GrainIdExtensionString = ? AND ServiceId = ? AND GrainIdN0 = ? AND GrainIdN1 = ?";

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly SqliteRecords _records;
    private readonly PreparedStatement _begin;
    private readonly PreparedStatement _commit;
    private readonly PreparedStatement _rollback;
    private readonly PreparedStatement _read;
    private readonly PreparedStatement _insertState;
    private readonly PreparedStatement _updateState;
    private readonly PreparedStatement _insertOutcome;

    public SqliteSession(SqliteConnection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _records = new SqliteRecords(connection);
        // Takes the write lock at once, so that no statement in the middle can fail for it.
        _begin = new PreparedStatement(connection, "BEGIN IMMEDIATE");
        _commit = new PreparedStatement(connection, "COMMIT");
        _rollback = new PreparedStatement(connection, "ROLLBACK");
        _read = new PreparedStatement(connection, $"SELECT Version, PayloadBinary FROM OrleansStorage WHERE {StateKey}");
        _insertState = new PreparedStatement(
            connection,
            "INSERT INTO OrleansStorage (GrainTypeString, GrainIdExtensionString, ServiceId, GrainIdN0, GrainIdN1, GrainIdHash, GrainTypeHash, ModifiedOn,"
            + " PayloadBinary, Version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING");
        _updateState = new PreparedStatement(
            connection, $"UPDATE OrleansStorage SET Version = Version + 1, ModifiedOn = ?, PayloadBinary = ? WHERE {StateKey} AND Version = ?");
        _insertOutcome = new PreparedStatement(
            connection, $"INSERT INTO outcomes ({OutcomeRow.Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    }

    public bool IsOpen => _connection.State == System.Data.ConnectionState.Open;

    public ValueTask DisposeAsync()
    {
        _records.Dispose();
        foreach (var statement in new[] { _begin, _commit, _rollback, _read, _insertState, _updateState, _insertOutcome })
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
        int changed;
        if (change.Expected is { } expected)
        {
            Payload(_updateState.Text(now), change);
            changed = Key(_updateState, change.Key).Number(expected).Run();
        }
        else
        {
            Key(_insertState, change.Key).Number(change.Key.IdHash).Number(change.Key.TypeHash).Text(now);
            changed = Payload(_insertState, change).Run();
        }

        if (changed == 1)
        {
            return new WriteVerdict(true, change.NewVersion);
        }

        var row = ReadState(change.Key);
        return new WriteVerdict(write.MayBeCommitted && change.IsStoredAs(row), row?.Version);
    }

    private StoredState? ReadState(GrainRowKey key)
    {
        try
        {
            return Key(_read, key).Step() ? new StoredState(_read.ReadInt(0), _read.ReadBlob(1)) : null;
        }
        finally
        {
            _read.Reset();
        }
    }

    private static PreparedStatement Key(PreparedStatement statement, GrainRowKey key) =>
        statement.Text(key.Type).Text(key.Extension).Text(key.ServiceId).Number(key.N0).Number(key.N1);

    private static PreparedStatement Payload(PreparedStatement statement, StateChange change) =>
        change.Payload is { } payload ? statement.Blob(payload.Span) : statement.Null();

    private void WriteOutcomes(FetchRows rows)
    {
        List<Outcome>? stood = null;
        foreach (var outcome in rows.Outcomes)
        {
            var inserted = _insertOutcome
                .Text(outcome.Run).Text(outcome.Source).Text(outcome.Url).Flag(outcome.Ok).Number(outcome.Status).Text(outcome.Error?.Kind.ToName())
                .Text(outcome.Error?.Message).Number(outcome.Attempts).Number(outcome.Bytes).Number(outcome.Records).Text(outcome.Sha256)
                .Flag(outcome.Unchanged).Text(outcome.StartedAt.UtcDateTime.ToString(OutcomeRow.SqliteTimeFormat, CultureInfo.InvariantCulture))
                .Number(OutcomeRow.DurationMs(outcome)).Number(outcome.Shard).Number(outcome.Position).Run();
            if (inserted == 0 && FindOutcome(outcome) is { } row && !OutcomeRow.IsSame(row, outcome))
            {
                (stood ??= []).Add(row);
            }
        }

        rows.Stood = stood ?? [];
    }

    private Outcome FindOutcome(Outcome outcome)
    {
        using var command = _connection.Command(
            $"SELECT {OutcomeRow.Columns} FROM outcomes WHERE run = @run AND source = @source", ("@run", outcome.Run), ("@source", outcome.Source));
        using var reader = command.ExecuteReader();
        reader.Read();
        return OutcomeRow.Read(reader);
    }

    private void Undo()
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself after some errors, or COMMIT went through.
        }
    }
}
