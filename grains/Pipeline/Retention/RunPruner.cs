using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Gleaner.Contracts;
using Gleaner.Pipeline.Coordination;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Retention;

/// <summary>
/// Removes finished runs with all that belongs to them, in transactions of bounded size with pauses between, beside a cluster at full speed.
/// A run is first marked and loses its grain's state, then its outcomes, then its row: killed anywhere, no outcome is without its run and
/// no run that is half gone looks whole, and the next pass goes on with it.
/// </summary>
public sealed class RunPruner
{
    /// <summary>Most rows of one transaction.</summary>
    public const int MaxRows = 1_000;

    private const int MaxRuns = 100;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(5);

    private readonly Database _database;
    private readonly ILedger _ledger;
    private readonly TimeProvider _time;
    private readonly StoreRetry _retry;
    private readonly ConcurrentStack<DbConnection> _idle = [];

    public RunPruner(Database database, ILedger ledger, StoreCondition condition, TimeProvider time)
    {
        (_database, _ledger, _time) = (database, ledger, time);
        _retry = new StoreRetry(database, condition, time);
    }

    /// <summary>Removes every run that the rule lets go.</summary>
    /// <param name="dryRun">Counts only.</param>
    /// <param name="told">Told after each transaction how far it is.</param>
    /// <exception cref="StoreException">The store refused.</exception>
    public async Task<PruneReport> Prune(RetentionRule rule, bool dryRun = false, Func<PruneReport, Task>? told = null, CancellationToken cancellation = default)
    {
        try
        {
            return await RunPass(rule, dryRun, told, cancellation);
        }
        finally
        {
            while (_idle.TryPop(out var connection))
            {
                await connection.DisposeAsync();
            }
        }
    }

    private async Task<PruneReport> RunPass(RetentionRule rule, bool dryRun, Func<PruneReport, Task>? told, CancellationToken cancellation)
    {
        var pass = new Pass(new PruneReport(_time.GetUtcNow() - rule.OlderThan, 0, 0, 0), dryRun, told);
        while (await Page(PruneSql.HalfGone, [], cancellation) is { Count: > 0 } left)
        {
            await Remove(pass, left, cancellation);
            if (dryRun)
            {
                break;
            }
        }

        var kept = await new KeptRuns(_ledger, (query, token) => OnConnection(query, token)).Find(rule.KeepLast, cancellation);
        var (afterStart, afterRun) = ((object)(_database.IsSqlite ? "" : new DateTime(1000, 1, 1, 0, 0, 0, DateTimeKind.Utc)), "");
        while (true)
        {
            var page = await Page(
                PruneSql.Candidates, [("@before", Time(pass.Report.Before)), ("@after_start", afterStart), ("@after_run", afterRun)], cancellation);
            if (page.Count == 0)
            {
                return pass.Report;
            }

            (afterStart, afterRun) = (page[^1].StartedAt, page[^1].Run);
            var let = await WithoutUnended(page.FindAll(run => !kept.Contains(run.Run)), cancellation);
            await pass.Add(0, 0, page.Count - let.Count);
            await Remove(pass, let, cancellation);
        }
    }

    /// <summary>The ledger says first that a run has ended, its coordinator's state last. In between the coordinator may still write.</summary>
    private async Task<List<PrunableRun>> WithoutUnended(List<PrunableRun> runs, CancellationToken cancellation)
    {
        if (runs.Count == 0)
        {
            return runs;
        }

        var unended = await OnConnection(
            connection => connection.Rows(
                PruneSql.RunStates(runs.Count),
                row => (Key: row.GetString(0), State: row.IsDBNull(1) ? null : StateSerializer.Read<RunPlanState>(row.GetFieldValue<byte[]>(1))),
                cancellation, PruneSql.Values(PruneSql.StateKeys(runs.Select(run => run.Run)))),
            cancellation);
        var needed = unended.Where(row => row.State is { } state && (state.IsNewer || (state.Unreadable is null && state.FinishedAt is null)))
            .Select(row => GrainKeys.RunOf(row.Key)).ToHashSet(StringComparer.Ordinal);
        return runs.FindAll(run => !needed.Contains(run.Run));
    }

    private async Task Remove(Pass pass, List<PrunableRun> runs, CancellationToken cancellation)
    {
        foreach (var batch in Batches(runs))
        {
            List<string> names = [.. batch.Select(run => run.Run)];
            if (pass.DryRun)
            {
                var count = await OnConnection(connection => connection.Scalar(PruneSql.CountOutcomes(names.Count), cancellation, PruneSql.Values(names)), cancellation);
                await pass.Add(names.Count, Convert.ToInt64(count, CultureInfo.InvariantCulture), 0);
                continue;
            }

            await Transaction(cancellation, (PruneSql.Mark(names.Count), PruneSql.Values(names)), (PruneSql.DeleteRunStates(names.Count), PruneSql.Values(PruneSql.StateKeys(names))));
            if (batch is [{ Sources: > MaxRows }])
            {
                await RemoveParts(pass, names[0], cancellation);
            }

            var deleted = await Transaction(cancellation, (PruneSql.DeleteOutcomes(names.Count), PruneSql.Values(names)));
            await pass.Add(0, deleted, 0);
            await Transaction(
                cancellation,
                (PruneSql.DeleteShards(names.Count), PruneSql.Values(PruneSql.ShardKeys(names))),
                (PruneSql.DeleteReminders(names.Count), PruneSql.Values(PruneSql.ReminderKeys(names))),
                (PruneSql.DeleteRuns(names.Count), PruneSql.Values(names)));
            await pass.Add(names.Count, 0, 0);
        }
    }

    /// <summary>Removes a large run's outcomes by their key's order, up to less than a part: InnoDB would walk again and again over what it has not purged yet.</summary>
    private async Task RemoveParts(Pass pass, string run, CancellationToken cancellation)
    {
        var after = "";
        while (await OnConnection(
            connection => connection.Scalar(PruneSql.PartEnd, cancellation, ("@run", run), ("@after", after), ("@last", MaxRows - 1)), cancellation) is string end)
        {
            var deleted = await Transaction(cancellation, (PruneSql.DeletePart, [("@run", run), ("@after", after), ("@end", end)]));
            after = end;
            await pass.Add(0, deleted, 0);
        }
    }

    /// <summary>Small runs go together, a large one alone.</summary>
    private static IEnumerable<List<PrunableRun>> Batches(List<PrunableRun> runs)
    {
        var batch = new List<PrunableRun>();
        var rows = 0;
        foreach (var run in runs)
        {
            if (batch.Count > 0 && (batch.Count == MaxRuns || rows + run.Sources > MaxRows))
            {
                yield return batch;
                (batch, rows) = ([], 0);
            }

            batch.Add(run);
            rows += run.Sources;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private Task<List<PrunableRun>> Page(string sql, (string, object?)[] values, CancellationToken cancellation) => OnConnection(
        connection => connection.Rows(
            sql, row => new PrunableRun(row.GetString(0), row.GetValue(1), Convert.ToInt32(row.GetValue(2), CultureInfo.InvariantCulture)), cancellation, values),
        cancellation);

    /// <summary>Runs the statements as one transaction, again after a deadlock, and rests as long as it took: gathers come first.</summary>
    /// <returns>Rows of the first statement.</returns>
    private async Task<int> Transaction(CancellationToken cancellation, params (string Sql, (string, object?)[] Values)[] statements)
    {
        var began = _time.GetTimestamp();
        var first = await OnConnection(
            async connection =>
            {
                // SQLite's one writer: the lock is taken at once, and not in the middle.
                await connection.Execute(_database.IsSqlite ? "BEGIN IMMEDIATE" : "START TRANSACTION", cancellation);
                var affected = new List<int>();
                foreach (var (sql, values) in statements)
                {
                    affected.Add(await connection.Execute(sql, cancellation, values));
                }

                await connection.Execute("COMMIT", cancellation);
                return affected[0];
            },
            cancellation);
        var took = _time.GetElapsedTime(began);
        await Task.Delay(took > ShortestPause ? took : ShortestPause, _time, cancellation);
        return first;
    }

    // One after the other, on a connection that is kept: what a failed try has open goes with it.
    private Task<T> OnConnection<T>(Func<DbConnection, Task<T>> operation, CancellationToken cancellation) => _retry.Run(
        async token =>
        {
            if (!_idle.TryPop(out var connection))
            {
                connection = await _database.OpenOwn(token);
            }

            try
            {
                var result = await operation(connection);
                _idle.Push(connection);
                return result;
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        },
        cancellation);

    private object Time(DateTimeOffset time) => _database.IsSqlite
        ? time.UtcDateTime.ToString(OutcomeRow.SqliteTimeFormat, CultureInfo.InvariantCulture)
        : time.UtcDateTime;

    /// <param name="StartedAt">As the driver gives it and takes it back.</param>
    private sealed record PrunableRun(string Run, object StartedAt, int Sources);

    private sealed class Pass(PruneReport report, bool dryRun, Func<PruneReport, Task>? told)
    {
        public PruneReport Report { get; private set; } = report;

        public bool DryRun => dryRun;

        public async Task Add(int runs, long outcomes, int kept)
        {
            Report = Report with { Runs = Report.Runs + runs, Outcomes = Report.Outcomes + outcomes, Kept = Report.Kept + kept };
            if (told is not null)
            {
                await told(Report);
            }
        }
    }
}
