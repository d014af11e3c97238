using Orleans.Runtime;

namespace Orleans;

/// <summary>Where reminders are kept.</summary>
public interface IReminderTable
{
    Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    Task<ReminderTableData> ReadRows(GrainId grainId);

    Task<ReminderTableData> ReadRows(GrainId grainId, CancellationToken cancellationToken) => ReadRows(grainId).WaitAsync(cancellationToken);

    /// <summary>
    /// The reminders whose grain hash (<see cref="GrainId.GetUniformHashCode"/>) is in the ring's range (begin, end]:
    /// past begin and up to end, through zero when begin is not below end.
    /// </summary>
    Task<ReminderTableData> ReadRows(uint begin, uint end);

    Task<ReminderTableData> ReadRows(uint begin, uint end, CancellationToken cancellationToken) => ReadRows(begin, end).WaitAsync(cancellationToken);

    Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName);

    Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName, CancellationToken cancellationToken) => ReadRow(grainId, reminderName).WaitAsync(cancellationToken);

    /// <summary>Writes the reminder whether it exists or not; the new etag.</summary>
    Task<string?> UpsertRow(ReminderEntry entry);

    Task<string?> UpsertRow(ReminderEntry entry, CancellationToken cancellationToken) => UpsertRow(entry).WaitAsync(cancellationToken);

    /// <summary>False when there is no such reminder or its etag is another.</summary>
    Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag);

    Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag, CancellationToken cancellationToken) => RemoveRow(grainId, reminderName, eTag).WaitAsync(cancellationToken);

    Task TestOnlyClearTable();

    Task TestOnlyClearTable(CancellationToken cancellationToken) => TestOnlyClearTable().WaitAsync(cancellationToken);
}
