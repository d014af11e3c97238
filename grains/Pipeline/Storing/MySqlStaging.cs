using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Gleaner.Pipeline.Storing;

/// <summary>Stages rows on MySQL and makes them records. Every step may be repeated after a commit whose end was not known: by then nothing is staged.</summary>
internal sealed class MySqlStaging(DbConnection connection)
{
    /// <summary>A statement is sent once it has grown to this many characters.</summary>
    private const int StatementChars = 1024 * 1024;

    /// <summary>A value past this goes alone, as a parameter: the driver sends it without doubling it in memory.</summary>
    private const int LargeBytes = 256 * 1024;

    private const string Head = "INSERT INTO staged_records (source, seq, row_key, data) VALUES ";
    private const string Tail = " ON DUPLICATE KEY UPDATE row_key = VALUES(row_key), data = VALUES(data)";

    // Of rows with one key the last one counts.
    private const string LastOfEachKey =
        "(SELECT row_key, MAX(seq) AS seq FROM staged_records WHERE source = @source AND seq < @count GROUP BY row_key) l"
        + " JOIN staged_records s ON s.source = @source AND s.seq = l.seq";

    private const string SomeAreStaged = "EXISTS (SELECT 1 FROM staged_records WHERE source = @source)";

    private readonly SqlText _sql = new();

    public async Task Write(List<PendingWrite> writes, CancellationToken cancellation)
    {
        foreach (var rows in writes.Select(write => write.Rows!))
        {
            if (rows.Staged is { Count: > 0 } staged)
            {
                await Insert(rows.Source, rows.StagedFrom, staged, cancellation);
            }

            if (rows.Publish is { } publish)
            {
                var run = rows.Outcomes.Count > 0 ? rows.Outcomes[0].Run : "";
                await (publish.Kind is PublishKind.Merge ? Merge(rows.Source, run, publish, cancellation) : Replace(rows.Source, run, publish, cancellation));
            }

            if (rows.DropsKeys)
            {
                await connection.ExecuteLong("DELETE FROM record_keys WHERE source = @source", cancellation, ("@source", rows.Source));
            }

            if (rows.DropsStaged || rows.Publish is not null)
            {
                await connection.ExecuteLong("DELETE FROM staged_records WHERE source = @source", cancellation, ("@source", rows.Source));
            }
        }
    }

    private async Task Insert(string source, int seq, IReadOnlyList<StagedRow> staged, CancellationToken cancellation)
    {
        _sql.Start(Head);
        foreach (var row in staged)
        {
            if (row.Data.Length > LargeBytes)
            {
                await connection.Execute(
                    $"{Head}(@source, @seq, @key, @data){Tail}", cancellation,
                    ("@source", source), ("@seq", seq++), ("@key", row.Key), ("@data", Encoding.UTF8.GetString(row.Data.Span)));
                continue;
            }

            _sql.Row().Text(source).Raw(",").Number(seq++).Raw(",").Text(row.Key).Raw(",").Utf8(row.Data.Span).Raw(")");
            if (_sql.Length > StatementChars)
            {
                await connection.Execute(_sql.Raw(Tail).ToString(), cancellation);
                _sql.Start(Head);
            }
        }

        if (_sql.Rows > 0)
        {
            await connection.Execute(_sql.Raw(Tail).ToString(), cancellation);
        }
    }

    private async Task Replace(string source, string run, Publishing publish, CancellationToken cancellation)
    {
        (string, object?)[] values = [("@source", source), ("@run", run), ("@count", publish.Count)];
        await connection.ExecuteLong("DELETE FROM records WHERE source = @source AND seq >= @count", cancellation, values);
        await connection.ExecuteLong(
            "INSERT INTO records (source, seq, run, data) SELECT source, seq, @run, data FROM staged_records WHERE source = @source AND seq < @count"
            + " ON DUPLICATE KEY UPDATE run = VALUES(run), data = VALUES(data)",
            cancellation, values);
    }

    private async Task Merge(string source, string run, Publishing publish, CancellationToken cancellation)
    {
        if (publish.Restates)
        {
            await connection.ExecuteLong($"DELETE FROM records WHERE source = @source AND {SomeAreStaged}", cancellation, ("@source", source));
            await connection.ExecuteLong($"DELETE FROM record_keys WHERE source = @source AND {SomeAreStaged}", cancellation, ("@source", source));
        }

        var next = await connection.Scalar("SELECT COALESCE(MAX(seq) + 1, 0) FROM records WHERE source = @source", cancellation, ("@source", source));
        (string, object?)[] values = [("@source", source), ("@run", run), ("@count", publish.Count), ("@next", Convert.ToInt32(next, CultureInfo.InvariantCulture))];
        await connection.ExecuteLong(
            $"UPDATE records r JOIN record_keys k ON k.source = r.source AND k.seq = r.seq JOIN (SELECT s.row_key, s.data FROM {LastOfEachKey}) s ON s.row_key = k.row_key"
            + " SET r.run = @run, r.data = s.data WHERE r.source = @source AND r.data <> s.data",
            cancellation, values);
        await connection.ExecuteLong(
            "INSERT INTO record_keys (source, row_key, seq) SELECT @source, s.row_key, @next + ROW_NUMBER() OVER (ORDER BY s.seq) - 1"
            + $" FROM {LastOfEachKey} LEFT JOIN record_keys k ON k.source = @source AND k.row_key = s.row_key WHERE k.row_key IS NULL",
            cancellation, values);
        await connection.ExecuteLong(
            $"INSERT INTO records (source, seq, run, data) SELECT @source, k.seq, @run, s.data FROM {LastOfEachKey}"
            + " JOIN record_keys k ON k.source = @source AND k.row_key = s.row_key WHERE k.seq >= @next",
            cancellation, values);
    }
}
