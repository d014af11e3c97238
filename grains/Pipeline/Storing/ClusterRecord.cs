using System.Data.Common;
using System.Globalization;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// Which engine runs the grains of the cluster on a store. The engines share tables but no wire, so while members of one live, the
/// other is refused.
/// </summary>
public sealed class ClusterRecord(Database database)
{
    /// <summary>A member that has not said it is alive for this long is taken for dead (silos say so every 30 s or oftener).</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(90);

    /// <summary>For this long after a claim its first silo may not have joined yet.</summary>
    public static readonly TimeSpan JoinTime = TimeSpan.FromSeconds(15);

    // SiloStatus: 1 Created, 2 Joining, 3 Active, 4 ShuttingDown, 5 Stopping.
    private const string Alive = "Status BETWEEN 1 AND 5 AND IAmAliveTime > ";

    /// <summary>Claims the store for an engine, before the first silo joins. Claiming again with the same engine is harmless.</summary>
    /// <exception cref="StoreException">A cluster of the other engine lives here; the sentence names both.</exception>
    public async Task Claim(string engine, CancellationToken cancellation = default)
    {
        try
        {
            await using var connection = await database.OpenOwn(cancellation);
            await connection.Execute(database.IsSqlite ? "BEGIN IMMEDIATE" : "START TRANSACTION", cancellation);
            // Also takes the row's lock, so that two claims go one after the other.
            await connection.Execute(
                "INSERT INTO gleaner_cluster (id, engine, since) VALUES (1, @engine, "
                + (database.IsSqlite ? $"{Now(0)}) ON CONFLICT DO NOTHING" : $"{Now(0)}) ON DUPLICATE KEY UPDATE id = gleaner_cluster.id"),
                cancellation, ("@engine", engine));
            var holder = (await Holder(connection, cancellation))!;
            if (holder.Engine != engine && holder.IsAlive)
            {
                throw new StoreException(
                    $"A cluster of the engine '{holder.Engine}' runs on {database.Address}, and this program's engine is '{engine}';"
                    + $" stop that cluster first, or run this with --engine {holder.Engine}.");
            }

            await connection.Execute($"UPDATE gleaner_cluster SET engine = @engine, since = {Now(0)} WHERE id = 1", cancellation, ("@engine", engine));
            await connection.Execute("COMMIT", cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException and not StoreException)
        {
            throw StoreFault.Describe(fault, database.Address);
        }
    }

    /// <summary>
    /// Gives the claim back once the last silo of a cluster has ended: the other engine need not wait until <see cref="JoinTime"/> is over.
    /// Members that live elsewhere hold the store all the same.
    /// </summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public async Task Release(string engine, CancellationToken cancellation = default)
    {
        try
        {
            await using var connection = await database.OpenOwn(cancellation);
            await connection.Execute(
                $"UPDATE gleaner_cluster SET since = {Now((int)JoinTime.TotalSeconds)} WHERE id = 1 AND engine = @engine", cancellation, ("@engine", engine));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw StoreFault.Describe(fault, database.Address);
        }
    }

    /// <summary>The engine of the cluster that lives on the store, or null when none does.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<string?> LiveEngine(CancellationToken cancellation = default)
    {
        try
        {
            await using var connection = await database.Open(cancellation);
            var members = await connection.Scalar($"SELECT COUNT(*) FROM OrleansMembershipTable WHERE {Alive}{MemberNow((int)StaleAfter.TotalSeconds)}", cancellation);
            return Number(members) == 0 ? null : (await Holder(connection, cancellation))?.Engine;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw StoreFault.Describe(fault, database.Address);
        }
    }

    private async Task<LiveHolder?> Holder(DbConnection connection, CancellationToken cancellation) => (await connection.Rows(
        $"SELECT engine, since > {Now((int)JoinTime.TotalSeconds)},"
        + $" (SELECT COUNT(*) FROM OrleansMembershipTable WHERE {Alive}{MemberNow((int)StaleAfter.TotalSeconds)})"
        + " FROM gleaner_cluster WHERE id = 1",
        reader => new LiveHolder(reader.GetString(0), Number(reader.GetValue(1)) != 0 || Number(reader.GetValue(2)) != 0),
        cancellation)).SingleOrDefault();

    // The database's clock, so that the machines of a cluster need not agree.
    private string Now(int secondsAgo) => database.IsSqlite
        ? $"strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-{secondsAgo} seconds')"
        : $"(UTC_TIMESTAMP(3) - INTERVAL {secondsAgo} SECOND)";

    private string MemberNow(int secondsAgo) => database.IsSqlite ? $"strftime('%Y-%m-%d %H:%M:%f', 'now', '-{secondsAgo} seconds')" : Now(secondsAgo);

    private static long Number(object? value) => Convert.ToInt64(value ?? 0, CultureInfo.InvariantCulture);

    private sealed record LiveHolder(string Engine, bool IsAlive);
}
