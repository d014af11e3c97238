using System.Data.Common;
using System.Globalization;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Retention;

/// <summary>
/// The table <c>retention</c>: the setting that every silo of a cluster obeys, also those that are started later, and which of them is at it.
/// Times are by the database's clock.
/// </summary>
public sealed class RetentionTable(Database database)
{
    /// <summary>Time between two passes.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>A pass that has said nothing for this long is another silo's.</summary>
    public static readonly TimeSpan TakeOverAfter = TimeSpan.FromMinutes(5);

    private const string Columns = "older_than_s, keep_last, next_at, last_at, last_runs, last_outcomes";

    /// <returns>Null when the cluster prunes nothing by itself.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public Task<RetentionSetting?> Read(CancellationToken cancellation = default) => On(
        async connection => (await connection.Rows($"SELECT {Columns} FROM retention WHERE id = 1", ReadRow, cancellation)).SingleOrDefault(), cancellation);

    /// <summary>Sets the rule; the first pass is due at once.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public Task Set(RetentionRule rule, CancellationToken cancellation = default) => On(
        connection => connection.Execute(
            $"INSERT INTO retention (id, older_than_s, keep_last, next_at) VALUES (1, @older, @keep, {Now(TimeSpan.Zero)}) "
            + (database.IsSqlite
                ? "ON CONFLICT DO UPDATE SET older_than_s = excluded.older_than_s, keep_last = excluded.keep_last, next_at = excluded.next_at"
                : "ON DUPLICATE KEY UPDATE older_than_s = VALUES(older_than_s), keep_last = VALUES(keep_last), next_at = VALUES(next_at)"),
            cancellation, ("@older", (long)rule.OlderThan.TotalSeconds), ("@keep", rule.KeepLast)),
        cancellation);

    /// <returns>False when nothing was set.</returns>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public async Task<bool> Clear(CancellationToken cancellation = default) =>
        await On(connection => connection.Execute("DELETE FROM retention WHERE id = 1", cancellation), cancellation) > 0;

    /// <summary>Takes the pass that is due, for this silo alone.</summary>
    /// <returns>Its rule, or null when none is due or another silo has taken it.</returns>
    internal async Task<RetentionRule?> TryBegin(CancellationToken cancellation)
    {
        var begun = await On(
            connection => connection.Execute($"UPDATE retention SET next_at = {Now(TakeOverAfter)} WHERE id = 1 AND next_at <= {Now(TimeSpan.Zero)}", cancellation), cancellation);
        return begun == 0 ? null : (await Read(cancellation))?.Rule;
    }

    /// <summary>Says that the pass goes on.</summary>
    /// <returns>False when the setting is gone or has changed since: then the pass is over.</returns>
    internal async Task<bool> GoOn(RetentionRule rule, CancellationToken cancellation) => await On(
        connection => connection.Execute(
            $"UPDATE retention SET next_at = {Now(TakeOverAfter)} WHERE id = 1 AND older_than_s = @older AND keep_last = @keep AND next_at > {Now(TimeSpan.Zero)}",
            cancellation, ("@older", (long)rule.OlderThan.TotalSeconds), ("@keep", rule.KeepLast)),
        cancellation) > 0;

    internal Task End(PruneReport report, CancellationToken cancellation) => On(
        connection => connection.Execute(
            $"UPDATE retention SET next_at = {Now(Every)}, last_at = {Now(TimeSpan.Zero)}, last_runs = @runs, last_outcomes = @outcomes WHERE id = 1",
            cancellation, ("@runs", report.Runs), ("@outcomes", report.Outcomes)),
        cancellation);

    private static RetentionSetting ReadRow(DbDataReader row) => new(
        new RetentionRule(TimeSpan.FromSeconds(Number(row, 0)), (int)Number(row, 1)),
        OutcomeRow.Time(row.GetValue(2)),
        row.IsDBNull(3) ? null : OutcomeRow.Time(row.GetValue(3)),
        row.IsDBNull(4) ? 0 : (int)Number(row, 4),
        row.IsDBNull(5) ? 0 : Number(row, 5));

    private static long Number(DbDataReader row, int column) => Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);

    private string Now(TimeSpan ahead) => database.IsSqlite
        ? string.Create(CultureInfo.InvariantCulture, $"strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+{ahead.TotalSeconds:0} seconds')")
        : string.Create(CultureInfo.InvariantCulture, $"(UTC_TIMESTAMP(3) + INTERVAL {ahead.TotalSeconds:0} SECOND)");

    private async Task<T> On<T>(Func<DbConnection, Task<T>> operation, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await database.OpenOwn(cancellation);
            return await operation(connection);
        }
        catch (Exception fault) when (fault is not OperationCanceledException and not StoreException)
        {
            throw StoreFault.Describe(fault, database.Address);
        }
    }
}
