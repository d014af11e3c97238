using Gleaner.Contracts.Runs;

namespace Gleaner.Pipeline.Storing;

/// <summary>
/// The table of runs. An unfinished run belongs to the coordinator that took it last: each taking raises the row's epoch, and a write that
/// carries an earlier one changes nothing. Leases are measured by the database's clock, the one clock that all silos share.
/// Transient database errors are retried as in <see cref="ILedger"/>.
/// </summary>
public interface IRunRows
{
    /// <summary>Takes the run for an owner under a new epoch; makes the row where there is none. A run that has ended stays as it is.</summary>
    /// <param name="owner">A name that no other taking has; at most 128 characters.</param>
    /// <returns>The row as it stands afterwards: taken where its owner is the given one.</returns>
    Task<RunRow> Take(RunStatus status, string owner, TimeSpan lease, CancellationToken cancellation = default);

    /// <summary>Writes the run's counts and state and renews the lease, where the epoch is the row's and the run has not ended.</summary>
    /// <returns>The row as it stands afterwards; null where there is none.</returns>
    Task<RunRow?> Save(RunStatus status, int epoch, TimeSpan lease, CancellationToken cancellation = default);

    /// <summary>Lets the lease end now, so that another silo may wake the run at once.</summary>
    Task Release(string run, int epoch, CancellationToken cancellation = default);

    /// <summary>One page of the unfinished runs whose lease has ended, by id after one ("" for the first page).</summary>
    /// <param name="plannedFor">Runs whose plan is still being written are listed only when they began longer ago than this.</param>
    Task<IReadOnlyList<AbandonedRun>> ListAbandoned(string after, int limit, TimeSpan plannedFor, CancellationToken cancellation = default);
}

/// <summary>A run's row.</summary>
/// <param name="Ok">Sources that came out well.</param>
/// <param name="Failed">Sources that failed.</param>
/// <param name="FinishedAt">Null while the run goes on.</param>
/// <param name="Epoch">How often the run was taken.</param>
/// <param name="Owner">Who took it last.</param>
public sealed record RunRow(RunState State, int Ok, int Failed, DateTimeOffset? FinishedAt, int Epoch, string? Owner);

/// <summary>An unfinished run that nobody renews.</summary>
/// <param name="State">Planning or running.</param>
public sealed record AbandonedRun(string Run, RunState State);
