using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Reminders;

/// <summary>
/// Ticks the reminders of the grains that belong to this silo. The table holds them; it is read again now and then,
/// and whenever the ring changes.
/// </summary>
internal sealed class ReminderService(SiloRuntime runtime, IReminderTable table, IOptions<ReminderOptions> options)
{
    private readonly ConcurrentDictionary<(GrainId, string), LocalReminder> _ticking = new();
    private readonly SemaphoreSlim _reading = new(1);
    private ITimer? _refresh;
    private volatile bool _stopped;

    private DateTime UtcNow => runtime.Time.GetUtcNow().UtcDateTime;

    public async Task Start(CancellationToken cancellationToken)
    {
        await table.StartAsync(cancellationToken);
        await Read();
        runtime.RingChanged += ReadLater;
        _refresh = runtime.Time.CreateTimer(_ => ReadLater(), null, options.Value.RefreshReminderListPeriod, options.Value.RefreshReminderListPeriod);
    }

    public void Stop()
    {
        _stopped = true;
        _refresh?.Dispose();
        runtime.RingChanged -= ReadLater;
        foreach ((_, LocalReminder reminder) in _ticking)
        {
            reminder.Dispose();
        }

        _ticking.Clear();
    }

    public async Task<IGrainReminder> Register(GrainId grain, string name, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(dueTime, Timeout.InfiniteTimeSpan);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfEqual(period, Timeout.InfiniteTimeSpan);
        if (period < options.Value.MinimumReminderPeriod)
        {
            throw new ArgumentException($"Cannot register reminder {name} as requested period ({period}) is less than minimum allowed reminder period ({options.Value.MinimumReminderPeriod})");
        }

        var entry = new ReminderEntry { GrainId = grain, ReminderName = name, StartAt = UtcNow + dueTime, Period = period };
        entry.ETag = await table.UpsertRow(entry) ?? throw new ReminderException($"Could not register reminder {entry}: the table refused it.");
        Tick(entry);
        return new Handle(name, entry.ETag);
    }

    public async Task Unregister(GrainId grain, IGrainReminder reminder)
    {
        if (reminder is not Handle handle)
        {
            throw new ArgumentException($"{reminder} did not come from this reminder service.", nameof(reminder));
        }

        Forget((grain, handle.ReminderName));
        if (!await table.RemoveRow(grain, handle.ReminderName, handle.ETag))
        {
            throw new ReminderException($"Could not unregister reminder {handle.ReminderName} of {grain} from the reminder table, due to tag mismatch. You can retry.");
        }
    }

    public async Task<IGrainReminder?> Get(GrainId grain, string name)
        => await table.ReadRow(grain, name) is { } entry ? new Handle(name, entry.ETag!) : null;

    public async Task<List<IGrainReminder>> GetAll(GrainId grain)
        => [.. (await table.ReadRows(grain)).Reminders.Select(entry => new Handle(entry.ReminderName, entry.ETag!))];

    private async void ReadLater()
    {
        try
        {
            await Read().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            EngineLog.RemindersUnreadable(runtime.Logger, exception);
        }
    }

    private async Task Read()
    {
        await _reading.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_stopped)
            {
                return;
            }

            // A range from a point to itself is the whole ring.
            IList<ReminderEntry> all = (await table.ReadRows(0, 0).ConfigureAwait(false)).Reminders;
            Dictionary<(GrainId, string), ReminderEntry> mine = all.Where(entry => runtime.Owns(entry.GrainId)).ToDictionary(entry => (entry.GrainId, entry.ReminderName));
            foreach ((GrainId, string) key in _ticking.Keys.Where(key => !mine.ContainsKey(key)))
            {
                Forget(key);
            }

            foreach (ReminderEntry entry in mine.Values)
            {
                Tick(entry);
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    private void Tick(ReminderEntry entry)
    {
        (GrainId, string) key = (entry.GrainId, entry.ReminderName);
        if (_stopped || (_ticking.TryGetValue(key, out LocalReminder? known) && known.ETag == entry.ETag))
        {
            return;
        }

        Forget(key);
        var reminder = new LocalReminder(runtime, entry);
        _ticking[key] = reminder;
        reminder.Start();
    }

    private void Forget((GrainId, string) key)
    {
        if (_ticking.TryRemove(key, out LocalReminder? reminder))
        {
            reminder.Dispose();
        }
    }

    private sealed record Handle(string ReminderName, string ETag) : IGrainReminder;
}
