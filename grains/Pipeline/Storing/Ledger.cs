using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Scheduling;
using Gleaner.Pipeline.Sources;

namespace Gleaner.Pipeline.Storing;

/// <summary>The ledger over the tables of sql/. It shares its batches with <see cref="BatchedGrainStorage"/>.</summary>
internal sealed partial class Ledger(Database database, StoreBatches batches, StoreCondition condition, TimeProvider time) : ILedger, IRunRows
{
    // A driver may wait for ever on a server that is gone without a word. Longer than the connection's own bound of a statement.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(40);

    private readonly StoreRetry _retry = new(database, condition, time);
    private readonly LedgerSql _sql = LedgerSql.For(database.IsSqlite);

    public Task Commit(FetchRows rows, CancellationToken cancellation = default) => batches.Write(null, rows, cancellation);

    public Task<Outcome?> FindOutcome(string run, string source, CancellationToken cancellation = default) => OnConnection(
        async connection => (await connection.Rows(_sql.FindOutcome, OutcomeRow.Read, cancellation, ("@run", run), ("@source", source))).SingleOrDefault(),
        cancellation);

    public Task<IReadOnlyList<Outcome>> ReadShard(string run, int shard, CancellationToken cancellation = default) => OnConnection<IReadOnlyList<Outcome>>(
        async connection => await connection.Rows(_sql.ReadShard, OutcomeRow.Read, cancellation, ("@run", run), ("@shard", shard)),
        cancellation);

    public Task<IReadOnlyList<ShardCount>> CountByShard(string run, CancellationToken cancellation = default) => OnConnection<IReadOnlyList<ShardCount>>(
        async connection => await connection.Rows(
            _sql.CountByShard, reader => new ShardCount(reader.GetInt32(0), Count(reader, 1), Count(reader, 2)), cancellation, ("@run", run)),
        cancellation);

    public Task<IReadOnlyList<string>> ListApplied(string after, int limit, string? tag, CancellationToken cancellation = default) => OnConnection<IReadOnlyList<string>>(
        async connection => await connection.Rows(
            _sql.ListApplied, reader => GrainKeys.SourceNameOf(reader.GetString(0)), cancellation,
            ("@type", SourceState.StateName), ("@after", GrainKeys.Source(after)), ("@tag", tag), ("@limit", limit)),
        cancellation);

    public Task<IReadOnlyList<ScheduledSource>> ListScheduled(string after, int limit, CancellationToken cancellation = default) => OnConnection<IReadOnlyList<ScheduledSource>>(
        async connection => await connection.Rows(
            _sql.ListScheduled,
            reader => new ScheduledSource(
                GrainKeys.SourceNameOf(reader.GetString(0)),
                Schedule(reader.GetString(1)),
                !reader.IsDBNull(2) && DateTimeOffset.TryParse(reader.GetString(2), CultureInfo.InvariantCulture, out var due) ? due : null),
            cancellation, ("@type", SourceState.StateName), ("@after", GrainKeys.Source(after)), ("@limit", limit)),
        cancellation);

    public Task<ContentPart?> ReadContent(string source, string sha256, int part, CancellationToken cancellation = default) => OnConnection(
        async connection => (await connection.Rows(
            _sql.ReadContent,
            reader => new ContentPart(reader.GetFieldValue<byte[]>(0), reader.GetInt32(1) != 0, reader.IsDBNull(2) ? null : reader.GetString(2)),
            cancellation, ("@source", source), ("@sha256", sha256), ("@part", part))).SingleOrDefault(),
        cancellation);

    public Task<int> CountStaged(string source, int below, CancellationToken cancellation = default) => OnConnection(
        async connection => Number(await connection.Scalar(_sql.CountStaged, cancellation, ("@source", source), ("@below", below))), cancellation);

    public Task<int> CountNewKeys(string source, int below, bool restates, CancellationToken cancellation = default) => OnConnection(
        async connection => Number(await connection.Scalar(
            _sql.CountNewKeys, cancellation, ("@source", source), ("@below", below), ("@restates", restates ? 1 : 0))),
        cancellation);

    public Task DeleteRecords(string source, CancellationToken cancellation = default) => OnConnection(
        connection => connection.Execute(_sql.DeleteRecords, cancellation, ("@source", source)), cancellation);

    // One that is damaged is a schedule without turns, which its bucket reports; the others go on.
    private static ScheduleDefinition Schedule(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<ScheduleDefinition>(json, StoreJson.Options) ?? new ScheduleDefinition();
        }
        catch (JsonException)
        {
            return new ScheduleDefinition();
        }
    }

    // Each of these is one statement, or several that are harmless to repeat.
    private async Task<T> OnConnection<T>(Func<DbConnection, Task<T>> operation, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, batches.Closing);
        try
        {
            return await _retry.Run(
                token => Answer(operation, token),
                either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && batches.Closing.IsCancellationRequested)
        {
            throw new StoreException($"The store {database.Address} is being closed.");
        }
    }

    private async Task<T> Answer<T>(Func<DbConnection, Task<T>> operation, CancellationToken cancellation)
    {
        var connection = await database.Open(cancellation);
        var answer = operation(connection);
        try
        {
            return database.IsSqlite ? await answer : await answer.WaitAsync(AnswerWithin, time, cancellation);
        }
        finally
        {
            if (answer.IsCompleted)
            {
                await connection.DisposeAsync();
            }
            else
            {
                // Left behind: nobody waits for a server that may never speak again.
                _ = answer.ContinueWith(_ => connection.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    private object Time(DateTimeOffset time) => database.IsSqlite
        ? time.UtcDateTime.ToString(OutcomeRow.SqliteTimeFormat, CultureInfo.InvariantCulture)
        : time.UtcDateTime;

    // SUM is a decimal on MySQL.
    private static int Count(DbDataReader reader, int column) => Number(reader.GetValue(column));

    private static int Number(object? value) => Convert.ToInt32(value, CultureInfo.InvariantCulture);
}
