using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Coordination;

/// <summary>How a run ends: first its row, then its state, then what it no longer needs.</summary>
public sealed partial class GatherGrain
{
    private const int ExpireAtOnce = 16;

    private async Task End(RunState end)
    {
        _endsAs = end;
        if (end is RunState.Cancelled)
        {
            // Shards are stopped only by the coordinator that has the run.
            await SaveRow(Status);
            if (_plan.State.State is RunState.Planning)
            {
                await FindShards();
            }

            await Task.WhenAll(_shards.Where(s => s.IsActive).Select(s => Shard(s.Number).Stop()));
            await CountFromLedger(CancellationToken.None);
        }
        else if (!_slots!.IsOver)
        {
            await Expire();
        }

        // The ledger first: a run that says it has ended has its final row.
        var final = Status with { State = end, FinishedAt = FetchTally.WholeMilliseconds(_time.GetUtcNow()) };
        Adopt(await SaveRow(final));
        await Save();
        _heartbeat?.Dispose();
        Leave();
        _outcomes.Signal();
        await _reminder.Drop();
        await DropPlans();
    }

    /// <summary>Takes the run from the coordinator before, which may have ended it without having been able to write that into its state.</summary>
    private async Task TakeOver(CancellationToken cancellation)
    {
        var row = await _lease.Take(Status, cancellation);
        if (row.FinishedAt is not null)
        {
            Adopt(row);
            await Save();
        }
    }

    private void Adopt(RunRow row)
    {
        _plan.State.Ok = row.Ok;
        _plan.State.Failed = row.Failed;
        _plan.State.FinishedAt = row.FinishedAt;
        _plan.State.State = row.State;
    }

    /// <summary>Gives every source that has none its outcome: the run is past its deadline.</summary>
    private async Task Expire()
    {
        await SaveRow(Status);
        foreach (var some in _shards.Where(shard => !shard.IsDone).Chunk(ExpireAtOnce))
        {
            await Task.WhenAll(some.Select(shard => Shard(shard.Number).Expire()));
        }

        await CountFromLedger(CancellationToken.None);
        if (_shards.Find(shard => !shard.IsDone) is { } open)
        {
            throw new InvalidOperationException($"Shard {open.Number} has {open.Size - open.Done} sources without an outcome.");
        }
    }

    private async Task DropPlans()
    {
        foreach (var shard in _shards)
        {
            await StopShard(shard.Number);
        }
    }

    private async Task StopShard(int number)
    {
        try
        {
            await Shard(number).Stop();
        }
        catch (Exception e)
        {
            LogNotDriven(_log, _run, number, e.Message);
        }
    }
}
