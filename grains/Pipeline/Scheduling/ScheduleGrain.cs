using Gleaner.Contracts;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Coordination;
using Gleaner.Pipeline.Storing;
using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>One bucket of schedules: a timer while active, and a durable reminder that makes it so again.</summary>
[GrainType("schedule")]
public sealed partial class ScheduleGrain : Grain, IScheduleGrain, IRemindable
{
    /// <summary>What was changed unheard is found within this time.</summary>
    public static readonly TimeSpan ReadEvery = TimeSpan.FromHours(1);

    private const string WakeReminder = "wake";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // The reminder service may be on a silo that has just died; no turn waits for it longer.
    private static readonly TimeSpan ReminderWithin = TimeSpan.FromSeconds(3);

    private readonly IPersistentState<ScheduleState> _state;
    private readonly ScheduledSources _sources;
    private readonly ILedger _ledger;
    private readonly TimeProvider _time;
    private readonly ILogger<ScheduleGrain> _log;
    private int _bucket;
    private BucketTurns _turns = null!;
    private IGrainTimer _timer = null!;
    private DateTimeOffset _readAt;
    private bool? _hasReminder;
    private int _failures;

    public ScheduleGrain(
        [PersistentState(ScheduleState.StateName, RunPlanState.StorageName)] IPersistentState<ScheduleState> state,
        ScheduledSources sources,
        ILedger ledger,
        TimeProvider time,
        ILogger<ScheduleGrain> log)
    {
        _state = state;
        _sources = sources;
        _ledger = ledger;
        _time = time;
        _log = log;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _bucket = GrainKeys.BucketOf(this.GetPrimaryKeyString());
        if (_state.State.BeginAnewIfDamaged($"schedule bucket {_bucket}") is { } damage)
        {
            LogDamaged(_log, _bucket, damage);
        }

        _turns = new BucketTurns(_bucket, _state.State, Save, new ScheduledRuns(GrainFactory, _ledger), _time, _log);
        _timer = this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public Task Set(string source, ScheduleDefinition? schedule, DateTimeOffset? notBefore)
    {
        _turns.Set(source, schedule, notBefore);
        if (_turns.IsRestored && _failures == 0)
        {
            Sleep();
        }

        return Task.CompletedTask;
    }

    public Task Wake() => Task.CompletedTask;

    public Task<ScheduleReport> Report() => Task.FromResult(_turns.Report);

    // The activation that it has caused is all that it is for.
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    private async Task Tick(CancellationToken cancellation)
    {
        try
        {
            if (!_turns.IsRestored || _time.GetUtcNow() >= _readAt)
            {
                await _turns.Read(() => _sources.Read(_bucket, cancellation), cancellation);
                _readAt = _time.GetUtcNow() + ReadEvery;
            }

            await _turns.Take(cancellation);
            await KeepReminder();
            _failures = 0;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            _failures++;
            LogAgain(_log, _bucket, e.Message);
        }

        Sleep();
    }

    private void Sleep()
    {
        var now = _time.GetUtcNow();
        var wait = _failures > 0 ? TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, _failures - 1)))
            : _turns.WakeAt is not { } wakeAt || wakeAt - now > LongestSleep ? LongestSleep
            : wakeAt > now ? wakeAt - now
            : TimeSpan.Zero;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private async Task KeepReminder()
    {
        var wanted = _turns.Sources > 0;
        if (_hasReminder == wanted)
        {
            return;
        }

        if (wanted)
        {
            await this.RegisterOrUpdateReminder(WakeReminder, ReminderPeriod, ReminderPeriod).WaitAsync(ReminderWithin, _time);
        }
        else if (await this.GetReminder(WakeReminder).WaitAsync(ReminderWithin, _time) is { } reminder)
        {
            await this.UnregisterReminder(reminder).WaitAsync(ReminderWithin, _time);
        }

        _hasReminder = wanted;
    }

    private async Task Save()
    {
        try
        {
            await _state.WriteStateAsync();
        }
        catch
        {
            // It may have been written all the same: the next activation knows.
            DeactivateOnIdle();
            throw;
        }
    }

    [LoggerMessage(EventId = 6011, Level = LogLevel.Error, Message = "Schedule bucket {Bucket} counts its turns from now on, because of what is stored of it: {Damage}.")]
    private static partial void LogDamaged(ILogger log, int bucket, string damage);

    [LoggerMessage(EventId = 6010, Level = LogLevel.Warning, Message = "Schedule bucket {Bucket} could not do what is due, it is tried again: {Reason}")]
    private static partial void LogAgain(ILogger log, int bucket, string reason);
}
