using Gleaner.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Hosts;

/// <summary>
/// One host's politeness for the whole cluster. <see cref="HostBook"/> decides; this grain keeps the questions waiting, and writes down
/// who may hold leases before it gives one to a silo that had none, so that its next activation waits for those and for no one else.
/// </summary>
[GrainType("host"), CollectionAgeLimit(Minutes = 3)]
public sealed partial class HostGrain : Grain, IHostGrain, IDisposable
{
    /// <summary>How much further than needed the end of the leases is written.</summary>
    private static readonly TimeSpan WrittenAhead = TimeSpan.FromSeconds(20);

    // By the clock: the grain's timer answers sooner, unless Orleans holds it back (docs/decisions/0066).
    private static readonly TimeSpan UnansweredAfter = HostLease.AnswerWithin + TimeSpan.FromSeconds(2);

    // What a new activation cannot know is at most this far ahead, where it was not written.
    private static readonly TimeSpan UnwrittenSpacing = TimeSpan.FromSeconds(1);

    private readonly IPersistentState<HostState> _state;
    private readonly TimeProvider _time;
    // Cancelled when this activation may answer nothing more: its silo stops, or what it must write down could not be written.
    private readonly CancellationTokenSource _lost;
    private readonly ILogger<HostGrain> _log;
    private readonly long _activatedAt;
    private readonly List<(PendingAsk Pending, HostGrant Grant)> _untold = [];
    private HostBook _book = null!;
    private string _authority = "";
    private IGrainTimer? _timer;
    private bool _writing;

    public HostGrain(
        [PersistentState(HostState.StateName, HostState.StorageName)] IPersistentState<HostState> state,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        ILogger<HostGrain> log)
    {
        (_state, _time, _log) = (state, time, log);
        _lost = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        _activatedAt = time.GetTimestamp();
    }

    private TimeSpan Now => _time.GetElapsedTime(_activatedAt);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _authority = GrainKeys.AuthorityOf(this.GetPrimaryKeyString());
        var now = Now;
        var state = _state.State;
        if (state.BeginAnewIfDamaged($"host {_authority}") is { } damage)
        {
            // Leases that others still hold are over in seconds.
            LogDamaged(_log, _authority, damage);
        }

        var leasesFor = FromNow(state.LeasesUntil);
        var firstStart = FromNow(state.NextStart);
        if (leasesFor > TimeSpan.Zero)
        {
            var unwritten = StartSchedule.Ahead + StartSchedule.Block + UnwrittenSpacing;
            firstStart = firstStart > unwritten ? firstStart : unwritten;
            var holders = state.Holders.Count;
            LogGoesOn(_log, _authority, holders);
        }

        var wait = leasesFor < HostLease.Length ? leasesFor : HostLease.Length;
        _book = new HostBook(now + firstStart, wait > TimeSpan.Zero ? state.Holders : [], now + wait);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Nobody needs it any more: no row is left behind. A silo that stops has no time for that.
        if (reason.ReasonCode is DeactivationReasonCode.ActivationIdle && _state.RecordExists && _book.IsIdle && _state.State.NextStart <= _time.GetUtcNow())
        {
            await _state.ClearStateAsync(cancellationToken);
        }
    }

    public async Task<HostGrant?> Lease(HostAsk ask)
    {
        if (_lost.IsCancellationRequested)
        {
            return null;
        }

        var pending = _book.Ask(ask, Now);
        Settle();
        try
        {
            return await pending.Answer.Task.WaitAsync(UnansweredAfter, _time, _lost.Token);
        }
        catch (TimeoutException)
        {
            // The activation is to end and waits for its questions, its timer behind others that came meanwhile.
            return null;
        }
        catch (OperationCanceledException) when (_lost.IsCancellationRequested)
        {
            // The question finds the host's next activation.
            return null;
        }
    }

    public void Dispose() => _lost.Dispose();

    private TimeSpan FromNow(DateTimeOffset time)
    {
        var span = time - _time.GetUtcNow();
        return span > TimeSpan.Zero ? span : TimeSpan.Zero;
    }

    private void Settle()
    {
        var now = Now;
        var answers = _book.Settle(now);
        if (answers.Count > 0)
        {
            _untold.AddRange(answers);
            if (!_writing)
            {
                TellWhatIsWritten().Ignore();
            }
        }

        if (_book.SettleAgainAt(now) is not { } at)
        {
            return;
        }

        if (_timer is null)
        {
            _timer = this.RegisterGrainTimer(OnTimer, new GrainTimerCreationOptions(at - now, Timeout.InfiniteTimeSpan) { Interleave = true });
        }
        else
        {
            _timer.Change(at - now, Timeout.InfiniteTimeSpan);
        }
    }

    private Task OnTimer(CancellationToken cancellation)
    {
        Settle();
        return Task.CompletedTask;
    }

    /// <summary>Answers, after it has written what must be known if this activation dies the moment after.</summary>
    private async Task TellWhatIsWritten()
    {
        _writing = true;
        try
        {
            while (_untold.Count > 0)
            {
                var batch = _untold.ToArray();
                _untold.Clear();
                if (MustWrite(batch))
                {
                    _state.State.LeasesUntil = _time.GetUtcNow() + HostLease.Length + WrittenAhead;
                    _state.State.Holders = [.. _book.Holders];
                    _state.State.NextStart = _time.GetUtcNow() + (_book.NextStart - Now);
                    await _state.WriteStateAsync();
                }

                foreach (var (pending, grant) in batch)
                {
                    pending.Answer.TrySetResult(grant);
                }
            }
        }
        catch (Exception e)
        {
            // It may have been written all the same: begin again from what is stored. Who waits asks again.
            LogNotWritten(_log, _authority, e.Message);
            _lost.Cancel();
            DeactivateOnIdle();
        }
        finally
        {
            _writing = false;
        }
    }

    private bool MustWrite((PendingAsk Pending, HostGrant Grant)[] batch)
    {
        var until = _time.GetUtcNow() + HostLease.Length;
        return Array.Exists(batch, answer =>
            (answer.Grant.Slots > 0 && (until > _state.State.LeasesUntil || !_state.State.Holders.Contains(answer.Pending.Ask.Silo)))
            || (answer.Grant.Starts is { } starts && starts.Spacing >= UnwrittenSpacing));
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "The host {Host} goes on here; {Holders} silos may hold leases from before.")]
    private static partial void LogGoesOn(ILogger log, string host, int holders);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "The leases of {Host} could not be written down; it begins again: {Reason}")]
    private static partial void LogNotWritten(ILogger log, string host, string reason);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Error, Message = "The host {Host} begins anew, because of what is stored of it: {Damage}.")]
    private static partial void LogDamaged(ILogger log, string host, string damage);
}
