using System.Data.Common;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Retention;

namespace Gleaner.Pipeline.Storing;

/// <summary>The ledger's table of runs.</summary>
internal sealed partial class Ledger
{
    private readonly RunSql _runs = RunSql.For(database.IsSqlite);

    public Task<RunRow> Take(RunStatus status, string owner, TimeSpan lease, CancellationToken cancellation = default) => OnConnection(
        async connection =>
        {
            // One statement takes; the owner's name, which nobody else has, tells whether it still holds.
            await connection.Execute(_runs.Take, cancellation, [.. Values(status), ("@owner", owner), ("@lease", Milliseconds(lease))]);
            return (await connection.Rows(_runs.Read, Row, cancellation, ("@run", status.Run))).Single();
        },
        cancellation);

    public Task<RunRow?> Save(RunStatus status, int epoch, TimeSpan lease, CancellationToken cancellation = default) => OnConnection(
        async connection =>
        {
            // Read back rather than counted: a row that already says the same counts as unchanged.
            await connection.Execute(_runs.Save, cancellation, [.. Values(status), ("@epoch", epoch), ("@lease", Milliseconds(lease))]);
            return (await connection.Rows(_runs.Read, Row, cancellation, ("@run", status.Run))).SingleOrDefault();
        },
        cancellation);

    public Task Release(string run, int epoch, CancellationToken cancellation = default) => OnConnection(
        connection => connection.Execute(_runs.Release, cancellation, ("@run", run), ("@epoch", epoch)), cancellation);

    public Task<IReadOnlyList<AbandonedRun>> ListAbandoned(string after, int limit, TimeSpan plannedFor, CancellationToken cancellation = default) => OnConnection<IReadOnlyList<AbandonedRun>>(
        async connection => await connection.Rows(
            _runs.ListAbandoned, reader => new AbandonedRun(reader.GetString(0), State(reader.GetString(1))), cancellation,
            ("@after", after), ("@limit", limit), ("@planned", Milliseconds(plannedFor))),
        cancellation);

    private (string, object?)[] Values(RunStatus status) =>
    [
        ("@run", status.Run), ("@state", status.State.ToString().ToLowerInvariant()), ("@sources", status.Sources), ("@ok", status.Ok),
        ("@failed", status.Failed), ("@started", Time(status.StartedAt)), ("@finished", status.FinishedAt is { } at ? Time(at) : null),
    ];

    private static RunRow Row(DbDataReader reader) => new(
        State(reader.GetString(0)), reader.GetInt32(1), reader.GetInt32(2), reader.IsDBNull(3) ? null : OutcomeRow.Time(reader.GetValue(3)),
        reader.GetInt32(4), reader.IsDBNull(5) ? null : reader.GetString(5));

    // A run that is being pruned has ended.
    private static RunState State(string name) => name == PruneSql.Pruning ? RunState.Completed : Enum.Parse<RunState>(name, ignoreCase: true);

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}
