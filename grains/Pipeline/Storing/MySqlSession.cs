using System.Data.Common;
using System.Globalization;
using Gleaner.Contracts.Runs;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// Batches on MySQL: one multi-row statement for each table, in one transaction. Where nothing speaks against it the whole transaction
/// is one text, and one round trip; whatever that meets is left to the careful way.
/// </summary>
internal sealed class MySqlSession(DbConnection connection) : IBatchSession
{
    /// <summary>
    /// Begins a transaction of which the server ends the connection, and undoes it, when nothing is heard for 5 s. A process that stands still
    /// in the middle of one would keep its rows locked for as long, and those who took over its sources could not write them.
    /// </summary>
    internal const string Begin = "SET SESSION wait_timeout = 5; START TRANSACTION";

    // Between transactions the connection may be silent for as long as the server lets anybody.
    private const string EndOfBound = "; SET SESSION wait_timeout = DEFAULT";

    private const string StatesHead = $"INSERT INTO OrleansStorage ({StateColumns}) VALUES ";

    private const string OutcomesHead = $"INSERT INTO outcomes ({OutcomeRow.Columns}) VALUES ";

    // An updated row counts 2, an inserted one 1, one left as it was 0 or 1: the sum is 2 for each only if all were updated.
    private const string IfAtItsVersion =
        " ON DUPLICATE KEY UPDATE"
        + " PayloadBinary = IF(Version = VALUES(Version) - 1, VALUES(PayloadBinary), PayloadBinary),"
        + " ModifiedOn = IF(Version = VALUES(Version) - 1, VALUES(ModifiedOn), ModifiedOn),"
        + " Version = IF(Version = VALUES(Version) - 1, VALUES(Version), Version)";

    // A larger text would only keep the server's parser busy; what is saved is small beside it.
    private const long AtOnceBytes = 1024 * 1024;

    private const string StateColumns =
        "GrainTypeString, GrainIdExtensionString, ServiceId, GrainIdN0, GrainIdN1, GrainIdHash, GrainTypeHash, Version, ModifiedOn, PayloadBinary";

    private readonly SqlText _sql = new();
    private readonly MySqlRecords _records = new(connection);

    public bool IsOpen => connection.State == System.Data.ConnectionState.Open;

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    public async Task Commit(IReadOnlyList<PendingWrite> batch, CancellationToken cancellation)
    {
        // Hopeful first: states are written on condition of their version and the counts tell whether all of them won.
        var judged = batch.Any(write => write is { MayBeCommitted: true, State: not null });
        if (!judged && batch.All(MySqlRecords.IsPlain) && batch.Sum(write => write.Bytes) <= AtOnceBytes)
        {
            if (await TryCommitAtOnce(batch, cancellation))
            {
                return;
            }

            judged = true;
        }

        while (!await TryCommit(batch, judged, cancellation))
        {
            judged = true;
        }
    }

    public async Task Read(IReadOnlyList<PendingRead> batch, CancellationToken cancellation)
    {
        var rows = await ReadStates(batch.Select(read => read.Key), payload: true, "", cancellation);
        foreach (var read in batch)
        {
            read.Found = rows.GetValueOrDefault(read.Key);
        }
    }

    /// <summary>One text, or two where states must be found at their versions first. False when it was undone.</summary>
    private async Task<bool> TryCommitAtOnce(IReadOnlyList<PendingWrite> batch, CancellationToken cancellation)
    {
        var unknown = batch.Where(write => !write.MayBeCommitted).ToList();
        var states = Trust(batch);
        _sql.Start(Begin);
        try
        {
            if (AppendStates(states) is > 0 and var known)
            {
                if (!await SendStates(known, cancellation))
                {
                    return await Undo(cancellation);
                }

                _sql.Start("");
            }

            var rows = batch.Where(write => write.Rows is not null).ToList();
            if (rows.Exists(write => write.Rows!.Outcomes.Count > 0))
            {
                // Not on condition: one that has its row already is a duplicate key.
                AppendOutcomes(_sql.ThenMany(OutcomesHead), rows);
            }

            MySqlRecords.Append(_sql, rows);
            unknown.ForEach(write => write.MayBeCommitted = true);
            _sql.Then($"COMMIT{EndOfBound}").Then("SELECT 1");
            await Answer(cancellation);
            return true;
        }
        catch (Exception fault) when (StoreFault.IsDuplicateKey(fault))
        {
            // The statements behind it, and with them the commit, were not run.
            unknown.ForEach(write => write.MayBeCommitted = false);
            return await Undo(cancellation);
        }
    }

    /// <summary>Sends the text. Its last statement answers, which says that those before it were run: a driver may keep a broken connection to itself.</summary>
    private async Task<object> Answer(CancellationToken cancellation) =>
        await connection.Scalar(_sql.ToString(), cancellation) ?? throw new IOException("The store did not answer to the end.");

    private async Task<bool> TryCommit(IReadOnlyList<PendingWrite> batch, bool judge, CancellationToken cancellation)
    {
        _sql.Start(Begin).Then("SELECT 1");
        await Answer(cancellation);
        try
        {
            var toWrite = judge ? await Judge(batch, cancellation) : Trust(batch);
            _sql.Start("");
            if (toWrite.Count > 0 && !await SendStates(AppendStates(toWrite), cancellation))
            {
                return await Undo(cancellation);
            }

            var rows = batch.Where(write => write.Verdict.Won && write.Rows is not null).ToList();
            await WriteOutcomes(rows, cancellation);
            await _records.Write(rows, cancellation);
            foreach (var write in batch)
            {
                write.MayBeCommitted = true;
            }

            await connection.Execute($"COMMIT{EndOfBound}", cancellation);
            return true;
        }
        catch (Exception fault) when (StoreFault.IsDuplicateKey(fault))
        {
            // Someone made the row between the look and the insert.
            return await Undo(cancellation);
        }
    }

    /// <returns>False, for those who return it.</returns>
    private async Task<bool> Undo(CancellationToken cancellation)
    {
        await connection.Execute($"ROLLBACK{EndOfBound}", cancellation);
        return false;
    }

    private static List<StateChange> Trust(IReadOnlyList<PendingWrite> batch)
    {
        var changes = new List<StateChange>(batch.Count);
        foreach (var write in batch)
        {
            write.Verdict = new WriteVerdict(true, write.State?.NewVersion);
            if (write.State is not null)
            {
                changes.Add(write.State);
            }
        }

        return changes;
    }

    // Locks the rows, so that what is found stays true until the commit.
    private async Task<List<StateChange>> Judge(IReadOnlyList<PendingWrite> batch, CancellationToken cancellation)
    {
        var compare = batch.Any(write => write.MayBeCommitted);
        var stored = await ReadStates(batch.Where(write => write.State is not null).Select(write => write.State!.Key), compare, " FOR UPDATE", cancellation);
        var changes = new List<StateChange>(batch.Count);
        foreach (var write in batch)
        {
            if (write.State is not { } state)
            {
                write.Verdict = new WriteVerdict(true, null);
                continue;
            }

            var row = stored.GetValueOrDefault(state.Key);
            if (row?.Version == state.Expected)
            {
                write.Verdict = new WriteVerdict(true, state.NewVersion);
                changes.Add(state);
            }
            else
            {
                write.Verdict = new WriteVerdict(write.MayBeCommitted && state.IsStoredAs(row), row?.Version);
            }
        }

        return changes;
    }

    /// <summary>Appends the states to the text; the number of those that must be found at their versions, which come last.</summary>
    private int AppendStates(List<StateChange> changes)
    {
        var fresh = changes.Where(change => change.Expected is null).ToList();
        if (fresh.Count > 0)
        {
            AppendStates(_sql.ThenMany(StatesHead), fresh);
        }

        var known = changes.Where(change => change.Expected is not null).ToList();
        if (known.Count > 0)
        {
            AppendStates(_sql.ThenMany(StatesHead), known).Raw(IfAtItsVersion);
        }

        return known.Count;
    }

    /// <summary>Sends a text that ends in states. False when a row was not at the version that its writer expects; then the transaction must be undone.</summary>
    private async Task<bool> SendStates(int known, CancellationToken cancellation)
    {
        _sql.Then("SELECT ROW_COUNT()");
        var affected = Convert.ToInt32(await Answer(cancellation), CultureInfo.InvariantCulture);
        return known == 0 || affected == 2 * known;
    }

    private static SqlText AppendStates(SqlText sql, List<StateChange> changes)
    {
        foreach (var change in changes)
        {
            var key = change.Key;
            sql.Row().Text(key.Type).Raw(",").Text(key.Extension).Raw(",").Text(key.ServiceId).Raw(",").Number(key.N0).Raw(",").Number(key.N1)
                .Raw(",").Number(key.IdHash).Raw(",").Number(key.TypeHash).Raw(",").Number(change.NewVersion).Raw(",UTC_TIMESTAMP(3),");
            _ = change.Payload is { } payload ? sql.Blob(payload.Span) : sql.Raw("NULL");
            sql.Raw(")");
        }

        return sql;
    }

    private async Task WriteOutcomes(List<PendingWrite> writes, CancellationToken cancellation)
    {
        AppendOutcomes(_sql.Start(OutcomesHead), writes);
        var expected = _sql.Rows;
        if (expected == 0)
        {
            return;
        }

        // Not IGNORE: it would also cut what is too long.
        var inserted = await connection.Execute(_sql.Raw(" ON DUPLICATE KEY UPDATE run = outcomes.run").ToString(), cancellation);
        if (inserted == expected)
        {
            return;
        }

        foreach (var write in writes)
        {
            await FindStood(write.Rows!, cancellation);
        }
    }

    private static void AppendOutcomes(SqlText sql, List<PendingWrite> writes)
    {
        foreach (var outcome in writes.SelectMany(write => write.Rows!.Outcomes))
        {
            OutcomeRow.Append(sql, outcome);
        }
    }

    private async Task FindStood(FetchRows rows, CancellationToken cancellation)
    {
        var stood = new List<Outcome>();
        foreach (var outcome in rows.Outcomes)
        {
            _sql.Start($"SELECT {OutcomeRow.Columns} FROM outcomes WHERE run = ").Text(outcome.Run).Raw(" AND source = ").Text(outcome.Source);
            var row = (await connection.Rows(_sql.ToString(), OutcomeRow.Read, cancellation)).Single();
            if (!OutcomeRow.IsSame(row, outcome))
            {
                stood.Add(row);
            }
        }

        rows.Stood = stood;
    }

    private async Task<Dictionary<GrainRowKey, StoredState>> ReadStates(
        IEnumerable<GrainRowKey> keys, bool payload, string locking, CancellationToken cancellation)
    {
        var found = new Dictionary<GrainRowKey, StoredState>();
        foreach (var group in keys.GroupBy(key => (key.Type, key.ServiceId)))
        {
            var byRow = new Dictionary<(string, long, long), GrainRowKey>();
            _sql.Start("SELECT GrainIdExtensionString, GrainIdN0, GrainIdN1, Version" + (payload ? ", PayloadBinary" : "") + " FROM OrleansStorage WHERE GrainTypeString = ")
                .Text(group.Key.Type).Raw(" AND ServiceId = ").Text(group.Key.ServiceId).Raw(" AND GrainIdExtensionString IN (");
            foreach (var key in group)
            {
                byRow[(key.Extension, key.N0, key.N1)] = key;
                _sql.Row("").Text(key.Extension);
            }

            var rows = await connection.Rows(
                _sql.Raw(")").Raw(locking).ToString(),
                reader => (Row: (reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)),
                    State: new StoredState(reader.GetInt32(3), payload && !reader.IsDBNull(4) ? reader.GetFieldValue<byte[]>(4) : null)),
                cancellation);
            foreach (var (row, state) in rows)
            {
                if (byRow.TryGetValue(row, out var key))
                {
                    found[key] = state;
                }
            }
        }

        return found;
    }
}
