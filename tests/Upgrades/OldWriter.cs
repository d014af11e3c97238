using System.Globalization;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Tests.Upgrades;

/// <summary>Writes as a silo of schema 20 does, by the columns that it knows, while others change the schema.</summary>
internal static class OldWriter
{
    // "Table definition has changed, please retry transaction."
    private const int DefinitionChanged = 1412;

    /// <returns>The outcomes that were committed.</returns>
    public static async Task<int> Run(Database database, int writer, CancellationToken stop)
    {
        await using var connection = await database.OpenOwn(stop);
        var now = database.IsSqlite ? "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')" : "UTC_TIMESTAMP(3)";
        var run = string.Create(CultureInfo.InvariantCulture, $"old-{writer}");
        var upsert = database.IsSqlite
            ? "ON CONFLICT DO UPDATE SET ok = excluded.ok WHERE finished_at IS NULL"
            : "ON DUPLICATE KEY UPDATE ok = IF(finished_at IS NULL, VALUES(ok), ok)";
        var written = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await connection.Execute(database.IsSqlite ? "BEGIN IMMEDIATE" : "START TRANSACTION", CancellationToken.None);
                await connection.Execute(
                    "INSERT INTO outcomes (run, source, url, ok, status, error_kind, error_message, attempts, bytes, records, sha256, unchanged, started_at, duration_ms, shard, position)"
                    + $" VALUES (@run, @source, 'http://x/', 1, 200, NULL, NULL, 1, 1, 0, NULL, 0, {now}, 1, 0, 0)",
                    CancellationToken.None, ("@run", run), ("@source", string.Create(CultureInfo.InvariantCulture, $"s{written}")));
                await connection.Execute(
                    $"INSERT INTO runs (run, state, sources, ok, failed, started_at, finished_at) VALUES (@run, 'running', 9, @ok, 0, {now}, NULL) {upsert}",
                    CancellationToken.None, ("@run", run), ("@ok", written + 1));
                await connection.Execute("UPDATE OrleansStorage SET Version = Version + 1 WHERE GrainIdExtensionString = @key", CancellationToken.None,
                    ("@key", writer % 2 == 0 ? "source/hourly" : "source/missing"));
                await connection.Execute("COMMIT", CancellationToken.None);
                written++;
            }
            catch (System.Data.Common.DbException fault) when (StoreFault.IsTransient(fault) || StoreFault.Number(fault) == DefinitionChanged)
            {
                await connection.Execute("ROLLBACK", CancellationToken.None);
            }
        }

        return written;
    }
}
