using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Gleaner.Pipeline.Sources;

/// <summary>One data source: fetch, parse, store, then answer. See docs/DATA-FLOW.md, steps 4 to 8.</summary>
[GrainType("source"), Orleans.Placement.HashBasedPlacement]
public sealed partial class SourceGrain : Grain, ISourceGrain, IDisposable
{
    // Below every response timeout, so that a slow source is a pending answer and not a failed call.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FinishOnDeactivation = TimeSpan.FromSeconds(3);

    private readonly IGrainStorage _storage;
    private readonly SourcePipeline _pipeline;
    private readonly ILedger _ledger;
    private readonly ISchedules _schedules;
    private readonly ActiveSources _active;
    private readonly TimeProvider _time;
    private readonly ILogger<SourceGrain> _log;
    private SourceMemory _memory = null!;
    private FetchInProgress? _current;
    private bool _isCounted;

    // Of the fetch that ended last: a run that was told to come back finds its outcome without asking the ledger.
    private IReadOnlyList<Outcome> _ended = [];
    private Previews? _previews;

    public SourceGrain(
        [FromKeyedServices(SourceState.StorageName)] IGrainStorage storage,
        SourcePipeline pipeline,
        ILedger ledger,
        ISchedules schedules,
        ActiveSources active,
        TimeProvider time,
        ILogger<SourceGrain> log)
    {
        _storage = storage;
        _pipeline = pipeline;
        _ledger = ledger;
        _schedules = schedules;
        _active = active;
        _time = time;
        _log = log;
    }

    private string Name => GrainKeys.SourceNameOf(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _memory = new SourceMemory(Name, this.GetGrainId(), _storage, _ledger, DeactivateOnIdle);
        await _memory.Read(cancellationToken);
        _active.Enter();
        _isCounted = true;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_isCounted)
        {
            _active.Leave();
        }

        if (_current is not { } current)
        {
            return;
        }

        // A fetch that is nearly done is worth waiting for; the others are asked for again from the next activation.
        try
        {
            await current.Committed.Task.WaitAsync(FinishOnDeactivation, _time, cancellationToken);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            current.Stop();
        }
    }

    public async Task<bool> Apply(SourceDefinition definition)
    {
        ThrowIfUnreadable();
        var before = _memory.State.Definition;
        var changes = !_memory.State.Applied || !DefinitionFingerprint.AreSame(before, definition);
        if (changes)
        {
            await _memory.Change(state =>
            {
                state.Definition = definition;
                state.Applied = true;
                _pipeline.Reschedule(state, Name);
            });
        }

        if (before?.Schedule is not null || definition.Schedule is not null)
        {
            // Also when nothing changed: the call before may have been lost between the two.
            await TellSchedule();
        }

        return changes;
    }

    public async Task<bool> Pause(bool paused)
    {
        ThrowIfUnreadable();
        if (!_memory.State.Applied)
        {
            throw new SourceNotFoundException($"The source '{Name}' was never applied.");
        }

        var changes = _memory.State.Paused != paused;
        if (changes)
        {
            await _memory.Change(state =>
            {
                state.Paused = paused;
                _pipeline.Reschedule(state, Name);
            });
        }

        await TellSchedule();
        return changes;
    }

    public Task<SourceStatus?> Describe()
    {
        ThrowIfUnreadable();
        return Task.FromResult(_memory.State.ToStatus());
    }

    public async Task<bool> Forget()
    {
        if (!_memory.Exists)
        {
            return false;
        }

        if (_memory.State.IsNewer)
        {
            ThrowIfUnreadable();
        }

        _current?.Stop();
        if (_memory.State.Definition?.Schedule is not null || _memory.State.Unreadable is not null)
        {
            await _schedules.Set(Name, null, notBefore: null);
        }

        await _memory.Forget();
        DeactivateOnIdle();
        return true;
    }

    public async Task<FetchReply> Fetch(FetchRequest request)
    {
        if (_memory.State.Unreadable is not null)
        {
            return new FetchReply(await UnreadableSource.Refuse(Name, _memory.State, request, _ledger, _time));
        }

        if (_current?.Has(request.Run) != true && await FindOutcome(request) is { } stands)
        {
            LeaveIfCrowded();
            return new FetchReply(stands);
        }

        var current = JoinOrStart(request);
        var committed = current.Committed.Task;
        try
        {
            await (current.Slot.News(request.Run) ?? committed).WaitAsync(AnswerWithin, _time);
        }
        catch (TimeoutException) when (!committed.IsCompleted)
        {
        }

        if (!committed.IsCompleted)
        {
            return new FetchReply(null, NeedsNoSlot: current.Slot.Answer(request.Run));
        }

        var outcomes = await committed;
        LeaveIfCrowded();
        // A run that was withdrawn, or came when the door was closing, has no outcome here.
        return outcomes.FirstOrDefault(o => o.Run == request.Run) is { } outcome
            ? new FetchReply(outcome)
            : throw new OperationCanceledException($"The run {request.Run} was withdrawn.");
    }

    public Task Withdraw(string run)
    {
        _current?.Withdraw(run);
        return Task.CompletedTask;
    }

    public Task<ContentPart?> ReadContent(string sha256, int part) =>
        _memory.State.ContentParts > 0 ? _ledger.ReadContent(Name, sha256, part) : Task.FromResult<ContentPart?>(null);

    public async Task<PreviewReply> Preview(PreviewRequest request)
    {
        if (request.Definition is null)
        {
            ThrowIfUnreadable();
        }

        var source = request.Definition ?? _memory.State.Definition ?? throw new SourceNotFoundException($"The source '{Name}' was never applied.");
        var notBefore = _memory.State.NotBefore;
        _previews ??= new Previews(_time);
        var reply = _previews.Get(
            request.Operation,
            stop => Task.Run(() => _pipeline.Preview(source, request, notBefore, stop), stop));
        try
        {
            return await reply.WaitAsync(AnswerWithin, _time);
        }
        catch (TimeoutException) when (!reply.IsCompleted)
        {
            return new PreviewReply(false, [], null);
        }
    }

    public void Dispose()
    {
        _previews?.Dispose();
        // Null in an activation that never came to life.
        _memory?.Dispose();
    }

    private FetchInProgress JoinOrStart(FetchRequest request)
    {
        if (_current is { IsOpen: true, IsWanted: true } open)
        {
            open.Join(request);
            return open;
        }

        if (_current is { } closing && closing.Has(request.Run))
        {
            return closing;
        }

        var previous = _current?.Committed.Task;
        var started = new FetchInProgress(_time);
        started.Join(request);
        _current = started;
        Run(started, request, previous).Ignore();
        return started;
    }

    private async Task Run(FetchInProgress current, FetchRequest first, Task? previous)
    {
        try
        {
            if (previous is not null)
            {
                // One fetch at a time: the previous one is being committed.
                await previous.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Current);
            }

            var held = HeldUntil;
            _ended = await _pipeline.FetchAndCommit(_memory, current, first);
            current.Committed.SetResult(_ended);
            if (_memory.State.ActiveSchedule is not null && HeldUntil != held)
            {
                // Lost, it costs one fetch that the server could have been spared.
                TellSchedule().Ignore();
            }
        }
        catch (Exception e)
        {
            if (e is InconsistentStateException)
            {
                // Another activation wrote: this one knows nothing. Its callers ask again and reach the other.
                DeactivateOnIdle();
            }

            if (e is OperationCanceledException)
            {
                current.Committed.SetCanceled();
            }
            else
            {
                if (e is StoreException or OrleansException)
                {
                    LogNotStored(_log, Name, e.Message);
                }
                else
                {
                    LogFetchLost(_log, Name, e);
                }

                current.Committed.SetException(e);
                // Nobody may be left to look at it.
                _ = current.Committed.Task.Exception;
            }
        }
        finally
        {
            if (ReferenceEquals(_current, current))
            {
                _current = null;
            }

            current.Slot.Over();
            current.Dispose();
            if (!current.Slot.IsAwaited)
            {
                LeaveIfCrowded();
            }
        }
    }

    /// <summary>The outcome that the run has of this source already, as far as is known without asking the ledger for every new run.</summary>
    private async ValueTask<Outcome?> FindOutcome(FetchRequest request) =>
        _ended.FirstOrDefault(outcome => outcome.Run == request.Run)
        ?? (request.Again || _memory.State.LastRun == request.Run ? await _ledger.FindOutcome(request.Run, Name) : null);

    private void LeaveIfCrowded()
    {
        if (_active.AreTooMany && _current is null)
        {
            DeactivateOnIdle();
        }
    }

    /// <summary>Until when the server's words hold the source back beyond its schedule.</summary>
    private DateTimeOffset? HeldUntil => _memory.State.DueBecause is DueReason.Freshness or DueReason.RetryAfter ? _memory.State.NextDue : null;

    private void ThrowIfUnreadable()
    {
        if (_memory.State.Unreadable is not null)
        {
            throw new UnreadableStateException(UnreadableSource.Explain(Name, _memory.State));
        }
    }

    private Task TellSchedule() => _schedules.Set(Name, _memory.State.ActiveSchedule, HeldUntil);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "The fetch of '{Source}' could not be stored; whoever wanted it asks again: {Reason}")]
    private static partial void LogNotStored(ILogger log, string source, string reason);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "The fetch of '{Source}' was lost; whoever wanted it asks again.")]
    private static partial void LogFetchLost(ILogger log, string source, Exception exception);
}
