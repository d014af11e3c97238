using Microsoft.Data.Sqlite;

namespace Gleaner.Pipeline.Storing;

/// <summary>Stages rows on SQLite and makes them records. Every step may be repeated after a commit whose end was not known: by then nothing is staged.</summary>
internal sealed class SqliteStaging(SqliteConnection connection) : IDisposable
{
    // Of rows with one key the last one counts.
    private const string LastOfEachKey =
        "(SELECT row_key, MAX(seq) AS seq FROM staged_records WHERE source = @source AND seq < @count GROUP BY row_key) l"
        + " JOIN staged_records s ON s.source = @source AND s.seq = l.seq";

    private const string SomeAreStaged = "EXISTS (SELECT 1 FROM staged_records WHERE source = @source)";

    private readonly PreparedStatement _insert = new(
        connection, "INSERT INTO staged_records (source, seq, row_key, data) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET row_key = excluded.row_key, data = excluded.data");

    public void Write(FetchRows rows)
    {
        if (rows.Staged is { } staged)
        {
            var seq = rows.StagedFrom;
            foreach (var row in staged)
            {
                _insert.Text(rows.Source).Number(seq++).Text(row.Key).Utf8(row.Data.Span).Run();
            }
        }

        if (rows.Publish is { } publish)
        {
            var run = rows.Outcomes.Count > 0 ? rows.Outcomes[0].Run : "";
            if (publish.Kind is PublishKind.Merge)
            {
                Merge(rows.Source, run, publish);
            }
            else
            {
                Replace(rows.Source, run, publish);
            }
        }

        if (rows.DropsKeys)
        {
            Run("DELETE FROM record_keys WHERE source = @source", ("@source", rows.Source));
        }

        if (rows.DropsStaged || rows.Publish is not null)
        {
            Run("DELETE FROM staged_records WHERE source = @source", ("@source", rows.Source));
        }
    }

    public void Dispose() => _insert.Dispose();

    private void Replace(string source, string run, Publishing publish)
    {
        Run("DELETE FROM records WHERE source = @source AND seq >= @count", ("@source", source), ("@count", publish.Count));
        Run(
            "INSERT INTO records (source, seq, run, data) SELECT source, seq, @run, data FROM staged_records WHERE source = @source AND seq < @count"
            + " ON CONFLICT DO UPDATE SET run = excluded.run, data = excluded.data",
            ("@source", source), ("@run", run), ("@count", publish.Count));
    }

    private void Merge(string source, string run, Publishing publish)
    {
        if (publish.Restates)
        {
            Run($"DELETE FROM records WHERE source = @source AND {SomeAreStaged}", ("@source", source));
            Run($"DELETE FROM record_keys WHERE source = @source AND {SomeAreStaged}", ("@source", source));
        }

        using var last = connection.Command("SELECT coalesce(max(seq) + 1, 0) FROM records WHERE source = @source", ("@source", source));
        (string, object?)[] values = [("@source", source), ("@run", run), ("@count", publish.Count), ("@next", last.ExecuteScalar())];
        Run(
            $"UPDATE records SET run = @run, data = new.data FROM (SELECT k.seq, s.data FROM {LastOfEachKey}"
            + " JOIN record_keys k ON k.source = @source AND k.row_key = s.row_key) new"
            + " WHERE records.source = @source AND records.seq = new.seq AND records.data <> new.data",
            values);
        Run(
            "INSERT INTO record_keys (source, row_key, seq) SELECT @source, s.row_key, @next + row_number() OVER (ORDER BY s.seq) - 1"
            + $" FROM {LastOfEachKey} LEFT JOIN record_keys k ON k.source = @source AND k.row_key = s.row_key WHERE k.row_key IS NULL",
            values);
        Run(
            $"INSERT INTO records (source, seq, run, data) SELECT @source, k.seq, @run, s.data FROM {LastOfEachKey}"
            + " JOIN record_keys k ON k.source = @source AND k.row_key = s.row_key WHERE k.seq >= @next",
            values);
    }

    private void Run(string sql, params (string Name, object? Value)[] values)
    {
        using var command = connection.Command(sql, values);
        command.ExecuteNonQuery();
    }
}
