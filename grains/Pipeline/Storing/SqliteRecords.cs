using System.Data.Common;
using System.Text;

namespace Gleaner.Pipeline.Storing;

/// <summary>Replaces a source's records and contents on SQLite.</summary>
internal sealed class SqliteRecords(DbConnection connection) : IDisposable
{
    private readonly PreparedStatement _insertRecord = new(
        connection,
        "INSERT INTO records (source, seq, run, data) VALUES ($source, $seq, $run, $data)"
        + " ON CONFLICT DO UPDATE SET run = excluded.run, data = excluded.data",
        "$source", "$seq", "$run", "$data");

    private readonly PreparedStatement _deleteRecords = new(connection, "DELETE FROM records WHERE source = $source AND seq >= $kept", "$source", "$kept");

    private readonly PreparedStatement _insertContent = new(
        connection,
        "INSERT INTO contents (source, part, last, sha256, charset, data) VALUES ($source, $part, $last, $sha256, $charset, $data)"
        + " ON CONFLICT DO UPDATE SET last = excluded.last, sha256 = excluded.sha256, charset = excluded.charset, data = excluded.data",
        "$source", "$part", "$last", "$sha256", "$charset", "$data");

    private readonly PreparedStatement _deleteContents = new(connection, "DELETE FROM contents WHERE source = $source AND part >= $kept", "$source", "$kept");

    /// <param name="rows">What the fetch brings.</param>
    /// <param name="tailsMayRemain">True when the counts of earlier rows may be stale, because they were not committed together with them.</param>
    public void Write(FetchRows rows, bool tailsMayRemain)
    {
        if (rows.Records is { } records)
        {
            // New rows overwrite old ones of the same number; only what lies past them must go.
            if (tailsMayRemain || rows.PreviousRecords > records.Count)
            {
                _deleteRecords.Run(rows.Source, records.Count);
            }

            var run = rows.Outcomes.Count > 0 ? rows.Outcomes[0].Run : "";
            for (var seq = 0; seq < records.Count; seq++)
            {
                _insertRecord.Run(rows.Source, seq, run, Encoding.UTF8.GetString(records[seq].Span));
            }
        }

        if (rows.Content is { } body)
        {
            var parts = ContentParts.Count(body.Length);
            if (tailsMayRemain || rows.PreviousContentParts > parts)
            {
                _deleteContents.Run(rows.Source, parts);
            }

            var sha256 = ContentParts.Sha256(rows);
            for (var part = 0; part < parts; part++)
            {
                _insertContent.Run(rows.Source, part, part == parts - 1 ? 1 : 0, sha256, rows.ContentCharset, ContentParts.Part(body, part).ToArray());
            }
        }
    }

    public void Dispose()
    {
        _insertRecord.Dispose();
        _deleteRecords.Dispose();
        _insertContent.Dispose();
        _deleteContents.Dispose();
    }
}
