using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.AdoNet;
using Orleans.Configuration;

namespace Orleans.Runtime.ReminderService;

/// <summary>Reminders in OrleansRemindersTable; the ETag is the row's version.</summary>
internal sealed class AdoNetReminderTable(IOptions<ClusterOptions> cluster, IOptions<AdoNetReminderTableOptions> options) : IReminderTable
{
    private readonly string _serviceId = cluster.Value.ServiceId;

    private readonly StoredQueries _queries = new(
        "the AdoNet reminders", options.Value.Invariant, options.Value.ConnectionString, options.Value.DataSource);

    public Task StartAsync(CancellationToken cancellationToken = default) => _queries.Load();

    public async Task<ReminderTableData> ReadRows(GrainId grainId) => new(await _queries.Read(
        "ReadReminderRowsKey", ReadEntry, ("ServiceId", _serviceId), ("GrainId", grainId.ToString())));

    // Hashes are stored as signed numbers, so a range that is whole on the ring may be in two pieces in the table.
    public async Task<ReminderTableData> ReadRows(uint begin, uint end) => new(await _queries.Read(
        unchecked((int)begin < (int)end) ? "ReadRangeRows1Key" : "ReadRangeRows2Key", ReadEntry,
        ("ServiceId", _serviceId), ("BeginHash", unchecked((int)begin)), ("EndHash", unchecked((int)end))));

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => (await _queries.Read(
        "ReadReminderRowKey", ReadEntry, ("ServiceId", _serviceId), ("GrainId", grainId.ToString()), ("ReminderName", reminderName))).FirstOrDefault();

    public async Task<string?> UpsertRow(ReminderEntry entry) => (await _queries.Read(
        "UpsertReminderRowKey",
        reader => reader.Int("Version").ToString(CultureInfo.InvariantCulture),
        ("ServiceId", _serviceId),
        ("GrainHash", unchecked((int)entry.GrainId.GetUniformHashCode())),
        ("GrainId", entry.GrainId.ToString()),
        ("ReminderName", entry.ReminderName),
        ("StartTime", entry.StartAt),
        ("Period", (long)entry.Period.TotalMilliseconds)))[0];

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => _queries.Ask(
        "DeleteReminderRowKey",
        ("ServiceId", _serviceId),
        ("GrainId", grainId.ToString()),
        ("ReminderName", reminderName),
        ("Version", int.Parse(eTag, CultureInfo.InvariantCulture)));

    public Task TestOnlyClearTable() => _queries.Execute("DeleteReminderRowsKey", ("ServiceId", _serviceId));

    private static ReminderEntry ReadEntry(DbDataReader reader) => new()
    {
        GrainId = GrainId.Parse(reader.Text("GrainId")),
        ReminderName = reader.Text("ReminderName"),
        StartAt = reader.UtcTime("StartTime"),
        Period = TimeSpan.FromMilliseconds(reader.Long("Period")),
        ETag = reader.Int("Version").ToString(CultureInfo.InvariantCulture),
    };
}
