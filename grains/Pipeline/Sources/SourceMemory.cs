using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Storing;
using Orleans.Storage;

namespace Gleaner.Pipeline.Sources;

/// <summary>
/// A source's state and the rows that go with it: one write at a time, each under the state's version. It asks the storage provider itself,
/// without Orleans' IPersistentState between them (docs/decisions/0005).
/// </summary>
/// <param name="name">The source.</param>
/// <param name="grain">Whose row it is.</param>
/// <param name="unsure">Called when a write failed: it may have been committed all the same, so what is remembered is no longer known.</param>
internal sealed class SourceMemory(string name, GrainId grain, IGrainStorage storage, ILedger ledger, Action unsure) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly GrainState<SourceState> _stored = new(new SourceState());

    public string Name => name;

    public SourceState State => _stored.State!;

    /// <summary>False when there is nothing stored.</summary>
    public bool Exists => _stored.RecordExists;

    /// <summary>Once, before all else.</summary>
    public Task Read(CancellationToken cancellation) => storage.ReadStateAsync(SourceState.StateName, grain, _stored, cancellation);

    public async Task Change(Action<SourceState> change)
    {
        await _writing.WaitAsync();
        try
        {
            change(State);
            await Write();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Commits rows that nobody sees yet, and how far the fetch has come with them.</summary>
    public async Task Stage(FetchInProgress fetch, StagedPart part)
    {
        await _writing.WaitAsync();
        try
        {
            fetch.Stopping.ThrowIfCancellationRequested();
            State.Checkpoint = part.Checkpoint with { Runs = [.. fetch.Runs] };
            State.PendingRows = new FetchRows { Source = name, Outcomes = [], Staged = part.Rows, StagedFrom = part.From };
            await Write();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Commits the end of a fetch. Returns the outcomes that stand, one for each run that waits.</summary>
    /// <param name="turn">The schedule's next turn, or null.</param>
    public async Task<IReadOnlyList<Outcome>> Commit(FetchInProgress fetch, FetchedSource fetched, DateTimeOffset? turn)
    {
        await _writing.WaitAsync();
        try
        {
            if (fetched.Merges)
            {
                // The version of the state keeps others from changing the records between this look and the commit.
                fetched = fetched with { NewRows = await ledger.CountNewKeys(name, fetched.Staged, fetched.Job.Restates, fetch.Stopping) };
            }

            fetch.Stopping.ThrowIfCancellationRequested();
            var rows = fetched.ToRows(State, fetch.Close()) with { Queued = fetch.Slot.WaitForStore };
            fetched.UpdateState(State, rows, turn);
            State.PendingRows = rows;
            await Write();
            // Where a run had its outcome already, that one stands.
            return rows.Stood.Count == 0 ? rows.Outcomes : [.. rows.Outcomes.Select(o => rows.Stood.FirstOrDefault(s => s.Run == o.Run) ?? o)];
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Removes the records and the state.</summary>
    public async Task Forget()
    {
        await _writing.WaitAsync();
        try
        {
            await ledger.DeleteRecords(name);
            await storage.ClearStateAsync(SourceState.StateName, grain, _stored);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private async Task Write()
    {
        try
        {
            await storage.WriteStateAsync(SourceState.StateName, grain, _stored);
            if (State.PendingRows is { } rows)
            {
                // The provider knows nothing of rows (the stock AdoNet one): they go after the state, under its version.
                await ledger.Commit(rows);
                State.PendingRows = null;
            }
        }
        catch
        {
            unsure();
            throw;
        }
    }
}
