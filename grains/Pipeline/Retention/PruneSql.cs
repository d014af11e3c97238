using System.Globalization;
using System.Text;
using Gleaner.Contracts;

namespace Gleaner.Pipeline.Retention;

/// <summary>The statements of pruning, the same on both kinds of store. Each reads or removes a bounded number of rows by a key's order.</summary>
internal static class PruneSql
{
    /// <summary>What <c>runs.state</c> says of a run whose outcomes are going: it must not look whole.</summary>
    public const string Pruning = "pruning";

    /// <summary>A page of finished runs, oldest first. started_at is indexed, and a run never ends before it starts.</summary>
    public const string Candidates = """
        SELECT run, started_at, sources
        FROM runs
        WHERE started_at < @before AND started_at >= @after_start AND (started_at > @after_start OR run > @after_run)
          AND finished_at < @before AND state <> 'pruning'
        ORDER BY started_at, run
        LIMIT 200
        """;

    /// <summary>Runs that an earlier pass has left half gone.</summary>
    public const string HalfGone = "SELECT run, started_at, sources FROM runs WHERE state = 'pruning' ORDER BY run LIMIT 200";

    public const string Newest = "SELECT run FROM runs WHERE finished_at IS NOT NULL ORDER BY started_at DESC, run DESC LIMIT @count";

    public const string ScheduleStates = "SELECT PayloadBinary FROM OrleansStorage WHERE GrainTypeString = 'schedule' AND PayloadBinary IS NOT NULL";

    /// <summary>The source that ends a part of a run's outcomes; none when less than a part is left.</summary>
    public const string PartEnd = "SELECT source FROM outcomes WHERE run = @run AND source > @after ORDER BY source LIMIT 1 OFFSET @last";

    public const string DeletePart = "DELETE FROM outcomes WHERE run = @run AND source > @after AND source <= @end";

    public static string RunStates(int runs) =>
        $"SELECT GrainIdExtensionString, PayloadBinary FROM OrleansStorage WHERE GrainTypeString = 'run' AND GrainIdExtensionString IN ({List(runs)})";

    public static string Mark(int runs) => $"UPDATE runs SET state = '{Pruning}' WHERE run IN ({List(runs)}) AND finished_at IS NOT NULL";

    public static string DeleteRunStates(int runs) => $"DELETE FROM OrleansStorage WHERE GrainTypeString = 'run' AND GrainIdExtensionString IN ({List(runs)})";

    /// <summary>Each run's by a range of keys: '0' follows '/', so that it holds all of its shards and no other run's.</summary>
    public static string DeleteShards(int runs)
    {
        var ranges = Enumerable.Range(0, runs).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"(GrainIdExtensionString > @p{2 * i} AND GrainIdExtensionString < @p{(2 * i) + 1})"));
        return $"DELETE FROM OrleansStorage WHERE GrainTypeString = 'shard' AND ({string.Join(" OR ", ranges)})";
    }

    public static string DeleteReminders(int runs) => $"DELETE FROM OrleansRemindersTable WHERE GrainId IN ({List(runs)})";

    public static string CountOutcomes(int runs) => $"SELECT COUNT(*) FROM outcomes WHERE run IN ({List(runs)})";

    public static string DeleteOutcomes(int runs) => $"DELETE FROM outcomes WHERE run IN ({List(runs)})";

    public static string DeleteRuns(int runs) => $"DELETE FROM runs WHERE run IN ({List(runs)}) AND state = '{Pruning}'";

    /// <summary>The runs of the newest outcomes of some sources: a few entries of an index for each.</summary>
    public static string RunsOfNewest(int sources, int keepLast)
    {
        var sql = new StringBuilder();
        for (var i = 0; i < sources; i++)
        {
            sql.Append(CultureInfo.InvariantCulture,
                $"{(i > 0 ? " UNION ALL " : "")}SELECT run FROM (SELECT run FROM outcomes WHERE source = @p{i} ORDER BY started_at DESC, run DESC LIMIT {keepLast}) t{i}");
        }

        return sql.ToString();
    }

    public static (string, object?)[] Values(IEnumerable<string> values) =>
        [.. values.Select((value, i) => (string.Create(CultureInfo.InvariantCulture, $"@p{i}"), (object?)value))];

    public static IEnumerable<string> StateKeys(IEnumerable<string> runs) => runs.Select(GrainKeys.Run);

    /// <summary>The bounds of <see cref="DeleteShards"/>.</summary>
    public static IEnumerable<string> ShardKeys(IEnumerable<string> runs) => runs.SelectMany(run => new[] { $"{GrainKeys.Run(run)}/", $"{GrainKeys.Run(run)}0" });

    /// <summary>A reminder's row names its grain by type and key.</summary>
    public static IEnumerable<string> ReminderKeys(IEnumerable<string> runs) => runs.Select(run => $"gather/{GrainKeys.Run(run)}");

    private static string List(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"@p{i}")));
}
