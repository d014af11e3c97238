using System.Data.Common;

namespace Gleaner.Pipeline.Storing;

/// <summary>Replaces the records and contents of many sources on MySQL, in statements that stay well under max_allowed_packet.</summary>
internal sealed class MySqlRecords(DbConnection connection)
{
    /// <summary>A statement is sent once it has grown to this many characters.</summary>
    private const int StatementChars = 1024 * 1024;

    /// <summary>A value past this goes alone, as a parameter: the driver sends it without doubling it in memory.</summary>
    private const int LargeBytes = 256 * 1024;

    private const string RecordsHead = "INSERT INTO records (source, seq, run, data) VALUES ";
    private const string RecordsTail = " ON DUPLICATE KEY UPDATE run = VALUES(run), data = VALUES(data)";
    private const string ContentsHead = "INSERT INTO contents (source, part, last, sha256, charset, data) VALUES ";
    private const string ContentsTail = " ON DUPLICATE KEY UPDATE last = VALUES(last), sha256 = VALUES(sha256), charset = VALUES(charset), data = VALUES(data)";

    private readonly SqlText _sql = new();
    private readonly MySqlStaging _staging = new(connection);

    /// <summary>True when all rows of the write fit behind others into one text: nothing to delete first, nothing large or staged.</summary>
    public static bool IsPlain(PendingWrite write) => write.Rows is not { } rows || (rows is { Content: null, Staged: null, Publish: null, DropsStaged: false, DropsKeys: false }
        && (rows.Records is not { } records || (write.State is not null && rows.PreviousRecords <= records.Count && records.All(record => record.Length <= LargeBytes))));

    /// <summary>Appends the records of plain writes as one statement, if there are any.</summary>
    public static void Append(SqlText sql, List<PendingWrite> writes)
    {
        if (writes.All(write => write.Rows!.Records is not { Count: > 0 }))
        {
            return;
        }

        sql.ThenMany(RecordsHead);
        foreach (var write in writes)
        {
            for (var seq = 0; seq < (write.Rows!.Records?.Count ?? 0); seq++)
            {
                Append(sql, write.Rows, seq);
            }
        }

        sql.Raw(RecordsTail);
    }

    public async Task Write(List<PendingWrite> writes, CancellationToken cancellation)
    {
        await DeleteTails(writes, cancellation);
        await InsertRecords(writes, cancellation);
        await InsertContents(writes, cancellation);
        await _staging.Write(writes, cancellation);
    }

    // New rows overwrite old ones of the same number; only what lies past them must go.
    private async Task DeleteTails(List<PendingWrite> writes, CancellationToken cancellation)
    {
        var records = writes.Where(write => write.Rows!.Records is { } rows && (write.State is null || write.Rows.PreviousRecords > rows.Count));
        foreach (var group in records.GroupBy(write => write.Rows!.Records!.Count))
        {
            await DeletePast("records", "seq", group.Key, group, cancellation);
        }

        var contents = writes.Where(write => write.Rows!.Content is { } body
            && (write.State is null || write.Rows.PreviousContentParts > ContentParts.Count(body.Length)));
        foreach (var group in contents.GroupBy(write => ContentParts.Count(write.Rows!.Content!.Value.Length)))
        {
            await DeletePast("contents", "part", group.Key, group, cancellation);
        }
    }

    private async Task DeletePast(string table, string column, int kept, IEnumerable<PendingWrite> writes, CancellationToken cancellation)
    {
        _sql.Start($"DELETE FROM {table} WHERE source IN (");
        foreach (var write in writes)
        {
            _sql.Row("").Text(write.Rows!.Source);
        }

        await connection.Execute(_sql.Raw($") AND {column} >= ").Number(kept).ToString(), cancellation);
    }

    private async Task InsertRecords(List<PendingWrite> writes, CancellationToken cancellation)
    {
        _sql.Start(RecordsHead);
        foreach (var write in writes)
        {
            var rows = write.Rows!;
            for (var seq = 0; seq < (rows.Records?.Count ?? 0); seq++)
            {
                var record = rows.Records![seq];
                if (record.Length > LargeBytes)
                {
                    await connection.Execute(
                        $"{RecordsHead}(@source, @seq, @run, @data){RecordsTail}", cancellation,
                        ("@source", rows.Source), ("@seq", seq), ("@run", RunOf(rows)), ("@data", System.Text.Encoding.UTF8.GetString(record.Span)));
                    continue;
                }

                Append(_sql, rows, seq);
                await SendWhenLarge(RecordsHead, RecordsTail, cancellation);
            }
        }

        await Send(RecordsTail, cancellation);
    }

    private static void Append(SqlText sql, FetchRows rows, int seq) =>
        sql.Row().Text(rows.Source).Raw(",").Number(seq).Raw(",").Text(RunOf(rows)).Raw(",").Utf8(rows.Records![seq].Span).Raw(")");

    private static string RunOf(FetchRows rows) => rows.Outcomes.Count > 0 ? rows.Outcomes[0].Run : "";

    private async Task InsertContents(List<PendingWrite> writes, CancellationToken cancellation)
    {
        _sql.Start(ContentsHead);
        foreach (var rows in writes.Select(write => write.Rows!).Where(rows => rows.Content is not null))
        {
            var body = rows.Content!.Value;
            var sha256 = ContentParts.Sha256(rows);
            var parts = ContentParts.Count(body.Length);
            for (var part = 0; part < parts; part++)
            {
                var data = ContentParts.Part(body, part);
                if (data.Length > LargeBytes)
                {
                    await connection.Execute(
                        $"{ContentsHead}(@source, @part, @last, @sha256, @charset, @data){ContentsTail}", cancellation,
                        ("@source", rows.Source), ("@part", part), ("@last", part == parts - 1 ? 1 : 0), ("@sha256", sha256),
                        ("@charset", rows.ContentCharset), ("@data", data.ToArray()));
                    continue;
                }

                _sql.Row().Text(rows.Source).Raw(",").Number(part).Raw(",").Flag(part == parts - 1).Raw(",").Text(sha256).Raw(",")
                    .Text(rows.ContentCharset).Raw(",").Blob(data.Span).Raw(")");
                await SendWhenLarge(ContentsHead, ContentsTail, cancellation);
            }
        }

        await Send(ContentsTail, cancellation);
    }

    private async Task SendWhenLarge(string head, string tail, CancellationToken cancellation)
    {
        if (_sql.Length > StatementChars)
        {
            await Send(tail, cancellation);
            _sql.Start(head);
        }
    }

    private async Task Send(string tail, CancellationToken cancellation)
    {
        if (_sql.Rows > 0)
        {
            await connection.Execute(_sql.Raw(tail).ToString(), cancellation);
        }
    }
}
