using System.Data.Common;
using System.Text.Json;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Retention;

/// <summary>Finds the runs that stay whatever their age.</summary>
internal sealed class KeptRuns(ILedger ledger, Func<Func<DbConnection, Task<List<string>>>, CancellationToken, Task<List<string>>> read)
{
    private const int PageSize = 1_000;

    // SQLite takes at most 500 parts of a UNION.
    private const int SourcesAtOnce = 100;

    public async Task<HashSet<string>> Find(int keepLast, CancellationToken cancellation)
    {
        // A bucket of schedules that wakes up asks whether its last turn's run was begun, and would begin it again.
        var kept = (await read(
            async connection => [.. (await connection.Rows(PruneSql.ScheduleStates, row => RunOfTurn(row.GetFieldValue<byte[]>(0)), cancellation)).OfType<string>()],
            cancellation)).ToHashSet(StringComparer.Ordinal);
        if (keepLast == 0)
        {
            return kept;
        }

        kept.UnionWith(await read(connection => connection.Rows(PruneSql.Newest, row => row.GetString(0), cancellation, ("@count", keepLast)), cancellation));
        IReadOnlyList<string> page = [];
        do
        {
            page = await ledger.ListApplied(page.Count > 0 ? page[^1] : "", PageSize, tag: null, cancellation);
            foreach (var sources in page.Chunk(SourcesAtOnce))
            {
                kept.UnionWith(await read(
                    connection => connection.Rows(PruneSql.RunsOfNewest(sources.Length, keepLast), row => row.GetString(0), cancellation, PruneSql.Values(sources)),
                    cancellation));
            }
        }
        while (page.Count == PageSize);
        return kept;
    }

    // Any version's: the name is all that is wanted.
    private static string? RunOfTurn(byte[] state)
    {
        try
        {
            using var json = JsonDocument.Parse(state);
            return json.RootElement.GetProperty("turn").GetProperty("run").GetString();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
