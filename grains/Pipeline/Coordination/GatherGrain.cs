using System.Collections.Immutable;
using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Gleaner.Pipeline.Coordination;

/// <summary>
/// The coordinator of one run. It writes the plan down, shares the concurrency among the shards, counts outcomes and
/// shows them to watchers. After its death the next call, or the reminder, activates it elsewhere and the run goes on.
/// </summary>
[GrainType("gather")]
public sealed partial class GatherGrain : Grain, IGatherGrain, IShardReports, IRemindable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    private readonly IPersistentState<RunPlanState> _plan;
    private readonly ILedger _ledger;
    private readonly IRunRows _rows;
    private readonly ILocalSiloDetails _silo;
    private readonly TimeProvider _time;
    private readonly ActiveRuns _runs;
    private readonly StoreCondition _store;
    private readonly ILogger<GatherGrain> _log;
    private string _run = "";
    private OutcomeLog _outcomes = null!;
    private RunLease _lease = null!;
    private ResumeReminder _reminder = null!;
    private List<ShardProgress> _shards = [];
    private SlotSharing? _slots;
    private IGrainTimer? _heartbeat;
    private Task? _ending;
    private bool _isCounted;
    private RunState _endsAs;
    private string? _damage;
    private int _ok;
    private int _failed;

    public GatherGrain(
        [PersistentState(RunPlanState.StateName, RunPlanState.StorageName)] IPersistentState<RunPlanState> plan,
        ILedger ledger,
        IRunRows rows,
        ILocalSiloDetails silo,
        ActiveRuns runs,
        StoreCondition store,
        TimeProvider time,
        ILogger<GatherGrain> log)
    {
        _runs = runs;
        _store = store;
        _plan = plan;
        _ledger = ledger;
        _rows = rows;
        _silo = silo;
        _time = time;
        _log = log;
    }

    private RunStatus Status => new()
    {
        Run = _run,
        State = _plan.State.State,
        Sources = _plan.State.ShardSizes.Count == 0 ? _added.Values.Sum() : _plan.State.ShardSizes.Sum(),
        Ok = HasEnded ? _plan.State.Ok : _ok,
        Failed = HasEnded ? _plan.State.Failed : _failed,
        StartedAt = _plan.State.StartedAt,
        FinishedAt = _plan.State.FinishedAt,
        Waits = HasEnded ? null : _store.Trouble ?? _damage,
    };

    private bool IsPastDeadline => _plan.State.Options.RunDeadline is { } deadline && _time.GetUtcNow() - _plan.State.StartedAt >= deadline;

    private bool HasEnded => _plan.State.State is RunState.Completed or RunState.Cancelled;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _run = GrainKeys.RunOf(this.GetPrimaryKeyString());
        _outcomes = new OutcomeLog(_run, _ledger);
        _reminder = new ResumeReminder(this, _run, _time, _log);
        _lease = new RunLease(_run, _silo.Name, _rows, _time);
        if (_plan.State.Unreadable is not null)
        {
            // Every call says so.
            return;
        }

        if (_plan.RecordExists && !HasEnded)
        {
            await TakeOver(cancellationToken);
        }

        if (_plan.RecordExists && _plan.State.State is not RunState.Planning)
        {
            await CountFromLedger(cancellationToken);
            if (!HasEnded)
            {
                _runs.Resume();
                _isCounted = true;
                LogResumed(_log, _run, _outcomes.Count, Status.Sources);
                StartDriving();
            }
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Leave();
        if (!HasEnded)
        {
            await _lease.Release();
        }
    }

    public async Task<OutcomePage> Watch(WatchCursor cursor, CancellationToken cancellation = default)
    {
        ThrowIfUnknown();
        var after = _outcomes.PlaceOf(cursor);
        if (after == _outcomes.Count && !HasEnded)
        {
            try
            {
                await _outcomes.NextSignal.WaitAsync(AnswerWithin, _time, cancellation);
            }
            catch (TimeoutException)
            {
                // Nothing new: the status is the answer.
            }
        }

        // The place again: a run that was cancelled meanwhile was counted anew. The status before the page: a run that
        // has ended adds no outcome.
        after = _outcomes.PlaceOf(cursor);
        var (epoch, status) = (_outcomes.Epoch, Status);
        var page = await _outcomes.Read(after, cancellation);
        return new OutcomePage(page, new WatchCursor(epoch, after + page.Length), status);
    }

    public Task<ImmutableArray<int>> GetShardSizes()
    {
        ThrowIfUnknown();
        return Task.FromResult(_plan.State.ShardSizes.ToImmutableArray());
    }

    public Task<RunStatus> GetStatus()
    {
        ThrowIfUnknown();
        return Task.FromResult(Status);
    }

    public async Task<RunStatus> Cancel()
    {
        ThrowIfUnknown();
        if (!HasEnded)
        {
            await (_ending ??= End(RunState.Cancelled)).WaitAsync(AnswerWithin, _time);
        }

        return Status;
    }

    public Task<int> Report(ShardReport report)
    {
        // The shard goes on, for the coordinator that has the run.
        _lease.ThrowIfLost();
        ThrowIfUnreadable();
        if (!_plan.RecordExists || HasEnded || _ending is not null)
        {
            return Task.FromResult(ShardReport.StopDriving);
        }

        var shard = _shards[report.Shard];
        foreach (var outcome in report.Outcomes)
        {
            Note(shard, outcome);
        }

        shard.InFlight = report.InFlight;
        shard.Waiting = report.Waiting;
        _outcomes.Signal();
        foreach (var grown in _slots!.Share())
        {
            // The reporting shard learns its slots from the answer.
            if (grown != shard)
            {
                Drive(grown);
            }
        }

        if (_slots.IsOver)
        {
            _ending = End(RunState.Completed);
        }

        return Task.FromResult(shard.Slots);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        // Activation has already resumed a run that goes on.
        if (!_plan.RecordExists || HasEnded)
        {
            await _reminder.Drop();
        }
    }

    private void StartDriving()
    {
        _slots = new SlotSharing(_plan.State.Options.Concurrency, _shards, GatherLimits.ShardSize);
        _heartbeat = this.RegisterGrainTimer(Beat, new GrainTimerCreationOptions(RunLease.RenewEvery, RunLease.RenewEvery) { Interleave = true });
        if (!IsPastDeadline)
        {
            foreach (var shard in _slots.Share())
            {
                Drive(shard);
            }

            if (!_slots.IsOver)
            {
                return;
            }
        }

        _ending ??= End(RunState.Completed);
    }

    /// <summary>Wakes shards whose silo died, retries an end that failed and shows the counts in SQL.</summary>
    private async Task Beat(CancellationToken cancellation)
    {
        if (_lease.IsLost)
        {
            return;
        }

        if (_ending is { IsFaulted: true } failed)
        {
            LogEndAgain(_log, _run, failed.Exception!.InnerException!.Message);
            _ending = End(_endsAs);
        }

        if (_ending is not null)
        {
            return;
        }

        if (IsPastDeadline)
        {
            _ending = End(RunState.Completed);
            return;
        }

        foreach (var shard in _slots!.Active)
        {
            Drive(shard);
        }

        if (!_reminder.IsSet)
        {
            await _reminder.Set();
        }

        try
        {
            await SaveRow(Status, cancellation);
        }
        catch (InconsistentStateException)
        {
            // Said and done.
        }
    }

    private void Drive(ShardProgress shard)
    {
        _ = Ask();

        async Task Ask()
        {
            try
            {
                await Shard(shard.Number).Drive(shard.Slots);
            }
            catch (Exception e)
            {
                _damage = (e as UnreadableStateException)?.Message.TrimEnd('.') ?? _damage;

                // The next beat asks again, by then perhaps on another silo.
                LogNotDriven(_log, _run, shard.Number, e.Message);
            }
        }
    }

    /// <summary>The row of a coordinator that still has the run. One that has not stops here and now.</summary>
    private async Task<RunRow> SaveRow(RunStatus status, CancellationToken cancellation = default)
    {
        try
        {
            return await _lease.Save(status, cancellation);
        }
        catch (InconsistentStateException)
        {
            LogTaken(_log, _run);
            _heartbeat?.Dispose();
            Leave();
            DeactivateOnIdle();
            throw;
        }
    }

    private void Leave()
    {
        if (_isCounted)
        {
            _isCounted = false;
            _runs.Leave();
        }
    }

    private async Task CountFromLedger(CancellationToken cancellation)
    {
        _shards = [.. _plan.State.ShardSizes.Select((size, number) => new ShardProgress(number, size))];
        _outcomes.Restart();
        _ok = _failed = 0;
        foreach (var counted in await _ledger.CountByShard(_run, cancellation))
        {
            foreach (var outcome in await _ledger.ReadShard(_run, counted.Shard, cancellation))
            {
                Note(_shards[counted.Shard], outcome);
            }
        }
    }

    private void Note(ShardProgress shard, Outcome outcome)
    {
        if (!shard.Note(outcome.Position))
        {
            return;
        }

        if (outcome.Ok)
        {
            _ok++;
        }
        else
        {
            _failed++;
        }

        _outcomes.Add(outcome);
    }

    private async Task Save()
    {
        try
        {
            await _plan.WriteStateAsync();
        }
        catch
        {
            // It may have been written all the same: begin again from what is stored.
            DeactivateOnIdle();
            throw;
        }
    }

    private IGatherShardGrain Shard(int number) => GrainFactory.GetGrain<IGatherShardGrain>(GrainKeys.Shard(_run, number));

    private void ThrowIfUnreadable()
    {
        if (_plan.State.Unreadable is { } why)
        {
            // The next call looks again.
            DeactivateOnIdle();
            throw new UnreadableStateException($"The state of run {_run} cannot be read from the store: {why}.");
        }
    }

    private void ThrowIfUnknown()
    {
        ThrowIfUnreadable();
        if (!_plan.RecordExists)
        {
            throw new RunNotFoundException($"There is no run {_run}.");
        }
    }
}
