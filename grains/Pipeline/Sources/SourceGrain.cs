using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Parsing;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Gleaner.Pipeline.Sources;

/// <summary>One data source: fetch, parse, store, then answer. See docs/DATA-FLOW.md, steps 4 to 8.</summary>
[GrainType("source")]
public sealed partial class SourceGrain : Grain, ISourceGrain, IDisposable
{
    // Below every response timeout, so that a slow source is a pending answer and not a failed call.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FinishOnDeactivation = TimeSpan.FromSeconds(3);

    private readonly IPersistentState<SourceState> _state;
    private readonly IFetcher _fetcher;
    private readonly IParser _parser;
    private readonly ILedger _ledger;
    private readonly ActiveSources _active;
    private readonly TimeProvider _time;
    private readonly ILogger<SourceGrain> _log;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private FetchInProgress? _current;

    public SourceGrain(
        [PersistentState(SourceState.StateName, SourceState.StorageName)] IPersistentState<SourceState> state,
        IFetcher fetcher,
        IParser parser,
        ILedger ledger,
        ActiveSources active,
        TimeProvider time,
        ILogger<SourceGrain> log)
    {
        _state = state;
        _fetcher = fetcher;
        _parser = parser;
        _ledger = ledger;
        _active = active;
        _time = time;
        _log = log;
    }

    private string Name => GrainKeys.SourceNameOf(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _active.Enter();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _active.Leave();
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
        if (_state.State.Applied && SameDefinition(_state.State.Definition, definition))
        {
            return false;
        }

        await Write(state =>
        {
            state.Definition = definition;
            state.Applied = true;
        });
        return true;
    }

    public Task<SourceStatus?> Describe()
    {
        var state = _state.State;
        return Task.FromResult(state.Definition is null ? null : new SourceStatus
        {
            Definition = state.Definition,
            Applied = state.Applied,
            Health = state.Health,
            LastOkAt = state.LastOkAt,
            ConsecutiveFailures = state.ConsecutiveFailures,
            NextDue = state.NextDue,
            Records = state.Records,
            Bytes = state.Bytes,
            Sha256 = state.Sha256,
        });
    }

    public async Task<bool> Forget()
    {
        if (!_state.RecordExists)
        {
            return false;
        }

        _current?.Stop();
        await _writing.WaitAsync();
        try
        {
            await _ledger.DeleteRecords(Name);
            await _state.ClearStateAsync();
        }
        finally
        {
            _writing.Release();
        }

        DeactivateOnIdle();
        return true;
    }

    public async Task<FetchReply> Fetch(FetchRequest request)
    {
        if (request.Again || _state.State.LastRun == request.Run)
        {
            if (_current?.Has(request.Run) != true && await _ledger.FindOutcome(request.Run, Name) is { } committed)
            {
                return new FetchReply(committed);
            }
        }

        var current = JoinOrStart(request);
        IReadOnlyList<Outcome> outcomes;
        try
        {
            outcomes = await current.Committed.Task.WaitAsync(AnswerWithin, _time);
        }
        catch (TimeoutException) when (!current.Committed.Task.IsCompleted)
        {
            return new FetchReply(null);
        }

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
        _state.State.ContentParts > 0 ? _ledger.ReadContent(Name, sha256, part) : Task.FromResult<ContentPart?>(null);

    public Task<PreviewReply> Preview(PreviewRequest request) => throw new NotSupportedException();

    public Task<bool> Pause(bool paused) => throw new NotSupportedException();

    public void Dispose() => _writing.Dispose();

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
        var started = new FetchInProgress();
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

            current.Committed.SetResult(await FetchAndCommit(current, first));
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
                LogFetchLost(_log, Name, e);
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

            current.Dispose();
            if (_active.AreTooMany && _current is null)
            {
                DeactivateOnIdle();
            }
        }
    }

    private async Task<IReadOnlyList<Outcome>> FetchAndCommit(FetchInProgress current, FetchRequest first)
    {
        var definition = first.Definition ?? _state.State.Definition;
        if (definition is null)
        {
            return await CommitFailure(current, null, new FetchError(ErrorKind.UnknownSource, $"The source '{Name}' was never applied and has no URL in this run."), null);
        }

        var plan = FetchPlan.For(definition, first.Options, _state.State.NextDue, _time.GetUtcNow());
        if (plan.TooEarly is { } tooEarly)
        {
            return await CommitFailure(current, definition, tooEarly, _state.State.NextDue);
        }

        if (plan.Wait > TimeSpan.Zero)
        {
            await Task.Delay(plan.Wait, _time, current.Stopping);
        }

        // Off the grain's scheduler: the fetch has many awaits and needs none of the grain's state.
        using var result = await Task.Run(() => _fetcher.Fetch(plan.Spec, current.Stopping), current.Stopping);
        var parsed = result.Error is null ? _parser.Parse(result.Body, result.ContentType) : null;
        return await Commit(current, new FetchedSource(definition, result, parsed, first.Options.Content));
    }

    private Task<IReadOnlyList<Outcome>> CommitFailure(FetchInProgress current, SourceDefinition? definition, FetchError error, DateTimeOffset? notBefore) =>
        Commit(current, new FetchedSource(
            definition ?? new SourceDefinition { Name = Name, Url = "" },
            new FetchResult { Error = error, Attempts = [], StartedAt = _time.GetUtcNow(), Duration = TimeSpan.Zero, NotBefore = notBefore },
            Parsed: null,
            KeepContent: false));

    private async Task<IReadOnlyList<Outcome>> Commit(FetchInProgress current, FetchedSource fetched)
    {
        await _writing.WaitAsync();
        try
        {
            current.Stopping.ThrowIfCancellationRequested();
            var rows = fetched.ToRows(_state.State, current.Close());
            fetched.UpdateState(_state.State, rows);
            _state.State.PendingRows = rows;
            await WriteState();
            // Where a run had its outcome already, that one stands.
            return rows.Stood.Count == 0 ? rows.Outcomes : [.. rows.Outcomes.Select(o => rows.Stood.FirstOrDefault(s => s.Run == o.Run) ?? o)];
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task Write(Action<SourceState> change)
    {
        await _writing.WaitAsync();
        try
        {
            change(_state.State);
            await WriteState();
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task WriteState()
    {
        try
        {
            await _state.WriteStateAsync();
            if (_state.State.PendingRows is { } rows)
            {
                // The provider knows nothing of rows (the stock AdoNet one): they go after the state, under its version.
                await _ledger.Commit(rows);
                _state.State.PendingRows = null;
            }
        }
        catch
        {
            // A failed write may have been committed all the same: what this activation remembers is no longer known.
            DeactivateOnIdle();
            throw;
        }
    }

    private static bool SameDefinition(SourceDefinition? a, SourceDefinition b) =>
        a is not null
        && a.Name == b.Name && a.Url == b.Url && a.Timeout == b.Timeout && a.Deadline == b.Deadline
        && a.Headers.SequenceEqual(b.Headers) && a.Tags.SequenceEqual(b.Tags);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "The fetch of '{Source}' was lost; whoever wanted it asks again.")]
    private static partial void LogFetchLost(ILogger log, string source, Exception exception);
}
