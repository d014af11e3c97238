using Microsoft.Data.Sqlite;

namespace Gleaner.Pipeline.Storing;

/// <summary>Replaces a source's records and contents on SQLite.</summary>
internal sealed class SqliteRecords(SqliteConnection connection) : IDisposable
{
    private readonly PreparedStatement _insertRecord = new(
        connection, "INSERT INTO records (source, seq, run, data) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET run = excluded.run, data = excluded.data");

    private readonly PreparedStatement _deleteRecords = new(connection, "DELETE FROM records WHERE source = ? AND seq >= ?");

    private readonly PreparedStatement _insertContent = new(
        connection,
        "INSERT INTO contents (source, part, last, sha256, charset, data) VALUES (?, ?, ?, ?, ?, ?)"
        + " ON CONFLICT DO UPDATE SET last = excluded.last, sha256 = excluded.sha256, charset = excluded.charset, data = excluded.data");

    private readonly SqliteStaging _staging = new(connection);

    private readonly PreparedStatement _deleteContents = new(connection, "DELETE FROM contents WHERE source = ? AND part >= ?");

    /// <param name="rows">What the fetch brings.</param>
    /// <param name="tailsMayRemain">True when the counts of earlier rows may be stale, because they were not committed together with them.</param>
    public void Write(FetchRows rows, bool tailsMayRemain)
    {
        if (rows.Records is { } records)
        {
            // New rows overwrite old ones of the same number; only what lies past them must go.
            if (tailsMayRemain || rows.PreviousRecords > records.Count)
            {
                _deleteRecords.Text(rows.Source).Number(records.Count).Run();
            }

            var run = rows.Outcomes.Count > 0 ? rows.Outcomes[0].Run : "";
            for (var seq = 0; seq < records.Count; seq++)
            {
                _insertRecord.Text(rows.Source).Number(seq).Text(run).Utf8(records[seq].Span).Run();
            }
        }

        if (rows.Content is { } body)
        {
            WriteContent(rows, body, tailsMayRemain);
        }

        _staging.Write(rows);
    }

    public void Dispose()
    {
        _insertRecord.Dispose();
        _deleteRecords.Dispose();
        _insertContent.Dispose();
        _deleteContents.Dispose();
        _staging.Dispose();
    }

    private void WriteContent(FetchRows rows, ReadOnlyMemory<byte> body, bool tailsMayRemain)
    {
        var parts = ContentParts.Count(body.Length);
        if (tailsMayRemain || rows.PreviousContentParts > parts)
        {
            _deleteContents.Text(rows.Source).Number(parts).Run();
        }

        var sha256 = ContentParts.Sha256(rows);
        for (var part = 0; part < parts; part++)
        {
            _insertContent.Text(rows.Source).Number(part).Flag(part == parts - 1).Text(sha256).Text(rows.ContentCharset)
                .Blob(ContentParts.Part(body, part).Span).Run();
        }
    }
}
