using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Sources;

/// <summary>A source's state and the rows that go with it: one write at a time, each under the state's version.</summary>
/// <param name="name">The source.</param>
/// <param name="unsure">Called when a write failed: it may have been committed all the same, so what is remembered is no longer known.</param>
internal sealed class SourceMemory(string name, IPersistentState<SourceState> state, ILedger ledger, Action unsure) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);

    public string Name => name;

    public SourceState State => state.State;

    /// <summary>False when there is nothing stored.</summary>
    public bool Exists => state.RecordExists;

    public async Task Change(Action<SourceState> change)
    {
        await _writing.WaitAsync();
        try
        {
            change(state.State);
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
            state.State.Checkpoint = part.Checkpoint with { Runs = [.. fetch.Runs] };
            state.State.PendingRows = new FetchRows { Source = name, Outcomes = [], Staged = part.Rows, StagedFrom = part.From };
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
            var rows = fetched.ToRows(state.State, fetch.Close()) with { Queued = fetch.Slot.WaitForStore };
            fetched.UpdateState(state.State, rows, turn);
            state.State.PendingRows = rows;
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
            await state.ClearStateAsync();
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
            await state.WriteStateAsync();
            if (state.State.PendingRows is { } rows)
            {
                // The provider knows nothing of rows (the stock AdoNet one): they go after the state, under its version.
                await ledger.Commit(rows);
                state.State.PendingRows = null;
            }
        }
        catch
        {
            unsure();
            throw;
        }
    }
}
