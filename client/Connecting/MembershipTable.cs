using System.Data.Common;
using System.Globalization;

namespace Gleaner.Client.Connecting;

/// <summary>The status of a member in Orleans' table, by Orleans' numbers.</summary>
internal enum MemberStatus
{
    None = 0,
    Created = 1,
    Joining = 2,
    Active = 3,
    ShuttingDown = 4,
    Stopping = 5,
    Dead = 6,
}

/// <summary>One row of Orleans' membership table.</summary>
internal sealed record MemberRow(string Address, int Port, int Generation, string Name, MemberStatus Status, int GatewayPort);

/// <summary>Orleans' membership table, read as plain SQL: a client must know whether a cluster runs before it can be a client of it.</summary>
internal sealed class MembershipTable(DbConnection connection)
{
    private const int NoSuchTable = 1146;

    /// <returns>All rows, the newest of one endpoint first; none where there is no such table yet.</returns>
    public async Task<IReadOnlyList<MemberRow>> Read(CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT Address, Port, Generation, SiloName, Status, ProxyPort
            FROM OrleansMembershipTable ORDER BY SiloName, Port, Generation DESC
            """;
        try
        {
            var rows = new List<MemberRow>();
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                rows.Add(new MemberRow(
                    reader.GetString(0), Number(reader, 1), Number(reader, 2), reader.GetString(3), (MemberStatus)Number(reader, 4), Number(reader, 5)));
            }

            return rows;
        }
        catch (DbException e) when (e.Data["Server Error Code"] is { } code && Convert.ToInt32(code, CultureInfo.InvariantCulture) == NoSuchTable)
        {
            return [];
        }
    }

    /// <summary>
    /// Marks what silos on these loopback ports left as dead, so that a new silo there need not wait for them to be voted
    /// out. The table's version grows with it: members and clients ignore a table that has none newer.
    /// </summary>
    public async Task MarkDead(IReadOnlyCollection<int> siloPorts, CancellationToken cancellation)
    {
        var left = (await Read(cancellation)).Where(m => m.Status != MemberStatus.Dead && m.Address == "127.0.0.1" && siloPorts.Contains(m.Port)).ToList();
        if (left.Count == 0)
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        var ports = string.Join(", ", left.Select(m => m.Port.ToString(CultureInfo.InvariantCulture)).Distinct());
        command.CommandText = $"""
            UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = UTC_TIMESTAMP(3)
            WHERE DeploymentId IN (SELECT DeploymentId FROM OrleansMembershipTable
                WHERE Address = '127.0.0.1' AND Port IN ({ports}) AND Status <> {(int)MemberStatus.Dead});
            UPDATE OrleansMembershipTable SET Status = {(int)MemberStatus.Dead}
            WHERE Address = '127.0.0.1' AND Port IN ({ports}) AND Status <> {(int)MemberStatus.Dead}
            """;
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static int Number(DbDataReader reader, int column) => Convert.ToInt32(reader.GetValue(column), CultureInfo.InvariantCulture);
}
