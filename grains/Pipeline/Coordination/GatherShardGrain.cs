using System.Collections.Immutable;
using System.Globalization;
using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Coordination;

/// <summary>
/// Drives one part of a run with bounded concurrency and brings the outcomes to the coordinator. It may die at any time:
/// its plan is committed before the first fetch, and its next activation reads from the ledger what is done.
/// </summary>
[GrainType("gather-shard"), Orleans.Placement.HashBasedPlacement]
public sealed partial class GatherShardGrain : Grain, IGatherShardGrain, IDisposable
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    // Outcomes are committed in batches: a moment's patience makes one report of many.
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(20);

    private readonly IPersistentState<ShardState> _plan;
    private readonly ILedger _ledger;
    private readonly TimeProvider _time;
    private readonly Backoff _backoff;
    private readonly ILogger<GatherShardGrain> _log;
    private readonly List<Outcome> _unreported = [];
    private readonly CancellationTokenSource _stopping = new();
    private string _run = "";
    private int _shard;
    private bool _mayHaveBegun;
    private Queue<int>? _waiting;
    private Task? _starting;
    private int _slots;
    private readonly FetchesUnderWay _underWay = new();
    private bool _freedSlots;
    private bool _reporting;
    private TaskCompletionSource? _drained;
    private TaskCompletionSource? _idle;

    public GatherShardGrain(
        [PersistentState(ShardState.StateName, RunPlanState.StorageName)] IPersistentState<ShardState> plan,
        ILedger ledger,
        TimeProvider time,
        Backoff backoff,
        ILogger<GatherShardGrain> log)
    {
        _plan = plan;
        _ledger = ledger;
        _time = time;
        _backoff = backoff;
        _log = log;
    }

    private ImmutableArray<PlannedSource> Sources => _plan.State.Sources;

    /// <summary>True when no source of it holds a slot or waits for one.</summary>
    private bool IsDrained => _underWay.Running == 0 && !(_waiting?.Count > 0);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_run, _shard) = GrainKeys.ShardOf(this.GetPrimaryKeyString());
        _mayHaveBegun = _plan.RecordExists;
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // The sources go on by themselves; the next activation asks them again.
        _stopping.Cancel();
        return Task.CompletedTask;
    }

    public async Task<int> Prepare(GatherOptions options, ImmutableArray<PlannedSource> sources)
    {
        ThrowIfUnreadable();
        if (!_plan.RecordExists)
        {
            _plan.State.Options = options;
            _plan.State.Sources = sources;
            await _plan.WriteStateAsync();
        }

        return Sources.Length;
    }

    public Task<int> Size()
    {
        ThrowIfUnreadable();
        return Task.FromResult(Sources.Length);
    }

    public async Task Drive(int slots)
    {
        ThrowIfUnreadable();
        _slots = Math.Max(_slots, slots);
        if (_waiting is null)
        {
            await (_starting ??= Begin());
        }

        StartFetches();
    }

    public async Task<bool> Stop()
    {
        if (!await Settle())
        {
            return false;
        }

        await DropPlan();
        return true;
    }

    public async Task Expire()
    {
        ThrowIfUnreadable();

        // What does not settle in time comes too late: its row would meet the one that is written here.
        await Settle();
        var done = (await _ledger.ReadShard(_run, _shard)).Select(outcome => outcome.Position).ToHashSet();
        await Task.WhenAll(Enumerable.Range(0, Sources.Length).Where(position => !done.Contains(position)).Select(async position =>
            await _ledger.Commit(new FetchRows { Source = Sources[position].Name, Outcomes = [PastDeadline(position, await UrlOf(Sources[position]))] })));
    }

    public void Dispose() => _stopping.Dispose();

    private Outcome PastDeadline(int position, string url)
    {
        var bound = _plan.State.Options.RunDeadline ?? TimeSpan.Zero;
        return UnfetchedOutcome.Failed(
            _run,
            _shard,
            position,
            Sources[position].Name,
            url,
            new FetchError(ErrorKind.RunDeadline, string.Create(CultureInfo.InvariantCulture, $"The run passed its deadline of {bound.TotalSeconds:0.###} s before this source was done.")),
            FetchTally.WholeMilliseconds(_time.GetUtcNow()));
    }

    /// <summary>Only the source knows an applied one's URL; one that was forgotten, or cannot read its state, has none to tell.</summary>
    private async Task<string> UrlOf(PlannedSource planned)
    {
        try
        {
            return planned.Definition?.Url ?? (await Source(planned).Describe())?.Definition.Url ?? "";
        }
        catch (UnreadableStateException)
        {
            return "";
        }
    }

    private ISourceGrain Source(PlannedSource planned) => GrainFactory.GetGrain<ISourceGrain>(GrainKeys.Source(planned.Name));

    /// <summary>Withdraws what is under way and waits for it a few seconds.</summary>
    private async Task<bool> Settle()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_underWay.All.ToArray().Select(Withdraw));
        if (_underWay.All.Count > 0)
        {
            _idle ??= new TaskCompletionSource();
            try
            {
                await _idle.Task.WaitAsync(StopWithin, _time);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        return true;
    }

    private async Task Begin()
    {
        try
        {
            var done = _mayHaveBegun ? await _ledger.ReadShard(_run, _shard) : [];
            _unreported.AddRange(done);
            _waiting = new Queue<int>(Enumerable.Range(0, Sources.Length).Except(done.Select(o => o.Position)));
            Report().Ignore();
        }
        finally
        {
            _starting = null;
        }
    }

    private void StartFetches()
    {
        while (_waiting is not null && _underWay.Running < _slots && !_stopping.IsCancellationRequested && _waiting.TryDequeue(out var position))
        {
            _underWay.Begin(position);
            FetchOne(position).Ignore();
        }
    }

    private async Task FetchOne(int position)
    {
        try
        {
            _unreported.Add(await UntilCommitted(position));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The run was stopped before this source had its outcome.
        }
        finally
        {
            _underWay.End(position);
            if (_underWay.All.Count == 0)
            {
                _idle?.TrySetResult();
            }
        }

        StartFetches();
        Report().Ignore();
    }

    /// <summary>
    /// Asks the source until it has an answer. A failed call is an unknown outcome and never the source's failure:
    /// its silo may be dying or its database away, so it is asked again, elsewhere if need be.
    /// </summary>
    private async Task<Outcome> UntilCommitted(int position)
    {
        var planned = Sources[position];
        var source = Source(planned);
        var request = new FetchRequest
        {
            Run = _run,
            Shard = _shard,
            Position = position,
            Definition = planned.Definition,
            Options = _plan.State.Options,
            Again = _mayHaveBegun,
        };
        for (var failures = 0; ; )
        {
            try
            {
                var reply = await source.Fetch(request);
                if (reply.Outcome is { } outcome)
                {
                    return outcome;
                }

                Park(position, reply.NeedsNoSlot);
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                LogAskedAgain(_log, planned.Name, _run, e.Message);
                request = request with { Again = true };
                await _backoff.Wait(++failures, _time, _stopping.Token);
            }

            _stopping.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A fetch that waits for its host or for the store gives its slot to another source, here or in another shard.</summary>
    private void Park(int position, bool needsNoSlot)
    {
        if (!_underWay.Park(position, needsNoSlot))
        {
            return;
        }

        StartFetches();
        if (_waiting?.Count == 0)
        {
            _freedSlots = true;
            Report().Ignore();
        }
    }

    /// <summary>Brings what is new to the coordinator. What comes while a report is under way makes the next one.</summary>
    private async Task Report()
    {
        if (_reporting)
        {
            if (IsDrained)
            {
                _drained?.TrySetResult();
            }

            return;
        }

        _reporting = true;
        try
        {
            var coordinator = GrainFactory.GetGrain<IShardReports>(GrainKeys.Run(_run));
            for (var failures = 0; (_unreported.Count > 0 || _freedSlots) && !_stopping.IsCancellationRequested;)
            {
                if (!IsDrained)
                {
                    // The last ones need not wait: nothing more will join them.
                    _drained = new TaskCompletionSource();
                    await Task.WhenAny(Task.Delay(ReportEvery, _time, _stopping.Token), _drained.Task);
                    _stopping.Token.ThrowIfCancellationRequested();
                }

                var batch = _unreported.ToImmutableArray();
                try
                {
                    _freedSlots = false;
                    var slots = await coordinator.Report(new ShardReport(_shard, batch, _underWay.Running, _waiting?.Count ?? 0));
                    _unreported.RemoveRange(0, batch.Length);
                    failures = 0;
                    if (slots == ShardReport.StopDriving)
                    {
                        await _stopping.CancelAsync();
                        return;
                    }

                    _slots = Math.Max(_slots, slots);
                    StartFetches();
                }
                catch (Exception e) when (!_stopping.IsCancellationRequested)
                {
                    LogReportAgain(_log, _run, _shard, e.Message);
                    _freedSlots = true;
                    await _backoff.Wait(++failures, _time, _stopping.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped while it waited for the coordinator, who counts from the ledger.
        }
        finally
        {
            _reporting = false;
        }
    }

    private async Task Withdraw(int position)
    {
        try
        {
            await Source(Sources[position]).Withdraw(_run);
        }
        catch (Exception e)
        {
            // Its fetch ends by its own deadline; a row it still writes belongs to the run.
            LogNotWithdrawn(_log, Sources[position].Name, _run, e.Message);
        }
    }

    private void ThrowIfUnreadable()
    {
        if (_plan.State.Unreadable is { } why)
        {
            DeactivateOnIdle();
            throw new UnreadableStateException($"Shard {_shard} of run {_run} cannot be read from the store: {why}.");
        }
    }

    private async Task DropPlan()
    {
        if (_plan.RecordExists && _plan.State.Unreadable is null)
        {
            await _plan.ClearStateAsync();
        }

        DeactivateOnIdle();
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Asking '{Source}' again for run {Run}: {Reason}")]
    private static partial void LogAskedAgain(ILogger log, string source, string run, string reason);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Information, Message = "The coordinator of run {Run} did not take the report of shard {Shard}, it comes again: {Reason}")]
    private static partial void LogReportAgain(ILogger log, string run, int shard, string reason);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Information, Message = "'{Source}' could not be withdrawn from run {Run}: {Reason}")]
    private static partial void LogNotWithdrawn(ILogger log, string source, string run, string reason);
}
