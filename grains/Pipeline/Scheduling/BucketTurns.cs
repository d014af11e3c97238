using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Microsoft.Extensions.Logging;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>
/// What a bucket does at its turns: all sources that are due become one run. The turn is written down before its run is begun, with the
/// run's id, so that after a crash the same run is completed and no source is in two.
/// </summary>
internal sealed partial class BucketTurns(int bucket, ScheduleState state, Func<Task> save, IScheduledRuns runs, TimeProvider time, ILogger log)
{
    /// <summary>A turn is missed, and not just late, when it is taken later than this: a bucket whose silo died is active again before.</summary>
    public static readonly TimeSpan LateUntil = TimeSpan.FromMinutes(1);

    /// <summary>How often the end of open runs is looked for, and for how long at most a change of the roster is not in <see cref="ScheduleState.DoneUntil"/>.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>A queued source asks that often whether its fetch has ended.</summary>
    public static readonly TimeSpan QueueStep = TimeSpan.FromSeconds(1);

    private readonly Roster _roster = new();
    private readonly List<OpenRun> _open = [];
    private Dictionary<string, (ScheduleDefinition? Schedule, DateTimeOffset? NotBefore)>? _news = new(StringComparer.Ordinal);
    private DateTimeOffset _lookAt;
    private bool _changed;
    private (TurnPlan Plan, OpenRun Run)? _unstarted;
    private string? _lastRun;
    private int _skipped;
    private int _notCaughtUp;

    public bool IsRestored { get; private set; }

    public int Sources => _roster.Count;

    /// <summary>When <see cref="Take"/> has something to do; null when nothing is known.</summary>
    public DateTimeOffset? WakeAt =>
        _unstarted is not null || _changed ? DateTimeOffset.MinValue
        : _open.Count > 0 && !(_roster.NextAt < _lookAt) ? _lookAt
        : _roster.NextAt;

    public ScheduleReport Report => new()
    {
        Sources = _roster.Count,
        Next = _roster.NextAt,
        LastRun = _lastRun,
        OpenRuns = _open.Count,
        Skipped = _skipped,
        NotCaughtUp = _notCaughtUp,
    };

    /// <summary>What <see cref="IScheduleGrain.Set"/> says.</summary>
    public void Set(string source, ScheduleDefinition? schedule, DateTimeOffset? notBefore)
    {
        // A reading under way may not have seen it.
        _news?[source] = (schedule, notBefore);
        if (IsRestored)
        {
            Apply(source, schedule, notBefore);
        }
    }

    /// <summary>Reads the bucket's sources: at first everything, later what has changed unheard.</summary>
    public async Task Read(Func<Task<IReadOnlyCollection<ScheduledSource>>> read, CancellationToken cancellation)
    {
        _news ??= new(StringComparer.Ordinal);
        var sources = await read();
        if (IsRestored)
        {
            Compare(sources);
        }
        else
        {
            await Restore(sources, cancellation);
            IsRestored = true;
            foreach (var (source, news) in _news)
            {
                Apply(source, news.Schedule, news.NotBefore);
            }
        }

        _news = null;
    }

    /// <summary>Takes the turns that are due. What could not be done comes out as an exception; calling again goes on with it.</summary>
    public async Task Take(CancellationToken cancellation)
    {
        await StartUnstarted(cancellation);
        await LookAtOpenRuns(cancellation);
        var now = time.GetUtcNow();
        var taken = _roster.TakeDue(now);
        var due = await WithoutOverlaps(Wanted(taken, now), now, cancellation);
        if (due.Count > 0)
        {
            await Commit(due, taken.Max(turn => turn.Since));
            await StartUnstarted(cancellation);
        }
        else if (_changed)
        {
            await CommitChange(now);
        }
    }

    private async Task Restore(IReadOnlyCollection<ScheduledSource> sources, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (state.DoneUntil is { } future && future - now > LateUntil)
        {
            LogClockWentBack(log, bucket, future);
            (state.DoneUntil, state.Turn) = (now, null);
        }

        // No turns before the first time that anything was scheduled here; this is when that was.
        _changed = state.DoneUntil is null && sources.Count > 0;
        var doneUntil = state.DoneUntil ?? now;
        var unstarted = state.Turn is { } turn && await runs.StateOf(turn.Run, cancellation) is null or RunState.Planning ? state.Turn : null;
        foreach (var source in sources)
        {
            if (!_roster.Restore(source, unstarted?.After ?? doneUntil))
            {
                LogUnreadable(log, source.Name);
            }
        }

        if (unstarted is not null)
        {
            var entries = Wanted(_roster.TakeDue(doneUntil), now);
            LogGoesOn(log, unstarted.Run, bucket);
            Keep(TurnPlan.Again(unstarted, entries.Select(entry => entry.Name)), entries);
        }
    }

    private void Compare(IReadOnlyCollection<ScheduledSource> sources)
    {
        var gone = _roster.Names.ToHashSet(StringComparer.Ordinal);
        gone.ExceptWith(_news!.Keys);
        foreach (var source in sources.Where(source => !_news.ContainsKey(source.Name)))
        {
            gone.Remove(source.Name);
            if (!_roster.Has(source.Name, source.Schedule))
            {
                Apply(source.Name, source.Schedule, source.NotBefore);
            }
        }

        foreach (var source in gone)
        {
            _roster.Remove(source);
        }
    }

    private void Apply(string source, ScheduleDefinition? schedule, DateTimeOffset? notBefore)
    {
        if (schedule is null)
        {
            _roster.Remove(source);
            return;
        }

        // Its turns count from now on; a crash must not take those before for missed ones.
        _changed |= !_roster.Has(source, schedule);
        if (!_roster.Set(source, schedule, notBefore, time.GetUtcNow()))
        {
            LogUnreadable(log, source);
        }
    }

    /// <summary>Leaves out the turns that were missed for so long that their schedule does not want them any more.</summary>
    private List<RosterEntry> Wanted(List<(RosterEntry Entry, DateTimeOffset Since)> taken, DateTimeOffset now)
    {
        var wanted = taken.Where(turn => turn.Entry.Schedule.CatchUp != false || now - turn.Since <= LateUntil).Select(turn => turn.Entry).ToList();
        _notCaughtUp += taken.Count - wanted.Count;
        return wanted;
    }

    /// <summary>Leaves out or puts off the sources whose last fetch is under way. What cannot be found out does not hold a source up: fetches of one source never overlap, they are shared.</summary>
    private async Task<List<RosterEntry>> WithoutOverlaps(List<RosterEntry> due, DateTimeOffset now, CancellationToken cancellation)
    {
        var overlapping = new HashSet<RosterEntry>();
        foreach (var run in due.Where(entry => entry.Run is { HasEnded: false }).GroupBy(entry => entry.Run!).ToList())
        {
            try
            {
                await Look(run.Key, cancellation);
                if (!run.Key.HasEnded)
                {
                    var finished = await runs.Finished(run.Key.Run, run.Select(entry => entry.Page).Distinct(), cancellation);
                    overlapping.UnionWith(run.Where(entry => !finished.Contains(entry.Name)));
                }
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                LogNotLookedAt(log, run.Key.Run, e.Message);
            }
        }

        var skipped = 0;
        foreach (var entry in overlapping)
        {
            if (entry.Schedule.Overlap is OverlapPolicy.Queue)
            {
                _roster.PutOff(entry, now + QueueStep);
            }
            else
            {
                skipped++;
            }
        }

        if (skipped > 0)
        {
            _skipped += skipped;
            LogSkipped(log, bucket, skipped);
        }

        return due.FindAll(entry => !overlapping.Contains(entry));
    }

    private async Task Commit(List<RosterEntry> due, DateTimeOffset until)
    {
        var after = state.DoneUntil ?? until;
        var plan = TurnPlan.Of(TurnPlan.RunId(bucket, after, until), due.Select(entry => entry.Name));
        state.DoneUntil = until > after ? until : after;
        state.Turn = plan.ToTurn(after);
        await save();
        _changed = false;
        Keep(plan, due);
    }

    private async Task CommitChange(DateTimeOffset now)
    {
        // Once in a while is enough: it only makes a source that is new wait for its turn after a crash.
        if (state.DoneUntil is null || now - state.DoneUntil > LateUntil)
        {
            (state.DoneUntil, state.Turn) = (now, null);
            await save();
        }

        _changed = false;
    }

    private void Keep(TurnPlan plan, List<RosterEntry> entries)
    {
        var run = new OpenRun(plan.Run);
        var byName = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
        for (var page = 0; page < plan.Pages.Length; page++)
        {
            foreach (var name in plan.Pages[page])
            {
                (byName[name].Run, byName[name].Page) = (run, page);
            }
        }

        _unstarted = (plan, run);
    }

    private async Task StartUnstarted(CancellationToken cancellation)
    {
        if (_unstarted is not { } unstarted)
        {
            return;
        }

        await runs.Start(unstarted.Plan, cancellation);
        _unstarted = null;
        _lastRun = unstarted.Plan.Run;
        if (_open.Count == 0)
        {
            _lookAt = time.GetUtcNow() + LookEvery;
        }

        _open.Add(unstarted.Run);
    }

    /// <summary>Asks while the coordinators are still active; later it would cost reading the whole run.</summary>
    private async Task LookAtOpenRuns(CancellationToken cancellation)
    {
        if (_open.Count == 0 || time.GetUtcNow() < _lookAt)
        {
            return;
        }

        foreach (var run in _open)
        {
            try
            {
                await Look(run, cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                LogNotLookedAt(log, run.Run, e.Message);
            }
        }

        _open.RemoveAll(run => run.HasEnded);
        _lookAt = time.GetUtcNow() + LookEvery;
    }

    private async Task Look(OpenRun run, CancellationToken cancellation) =>
        run.HasEnded = await runs.StateOf(run.Run, cancellation) is null or RunState.Completed or RunState.Cancelled;
}
