using System.Globalization;
using Orleans.Runtime;

namespace Orleans.Clustering;

/// <summary>A membership table for silos of one process.</summary>
internal sealed class InMemoryMembershipTable : IMembershipTable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SiloAddress, (MembershipEntry Entry, int Etag)> _rows = [];
    private int _version;
    private int _lastEtag;

    public Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            _rows.Clear();
            return Task.CompletedTask;
        }
    }

    public Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            foreach (MembershipEntry entry in _rows.Values.Select(row => row.Entry).Where(entry => entry.Status != SiloStatus.Active && entry.IAmAliveTime < beforeDate.UtcDateTime).ToArray())
            {
                _rows.Remove(entry.SiloAddress);
            }

            return Task.CompletedTask;
        }
    }

    public Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken = default) => Task.FromResult(Read(row => row.SiloAddress.Equals(key)));

    public Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken = default) => Task.FromResult(Read(_ => true));

    public Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return Task.FromResult(!_rows.ContainsKey(entry.SiloAddress) && Write(entry, tableVersion));
        }
    }

    public Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return Task.FromResult(_rows.TryGetValue(entry.SiloAddress, out var row) && Text(row.Etag) == etag && Write(entry, tableVersion));
        }
    }

    public Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_rows.TryGetValue(entry.SiloAddress, out var row))
            {
                row.Entry.IAmAliveTime = entry.IAmAliveTime;
            }

            return Task.CompletedTask;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private bool Write(MembershipEntry entry, TableVersion tableVersion)
    {
        if (tableVersion.VersionEtag != Text(_version))
        {
            return false;
        }

        _version++;
        _rows[entry.SiloAddress] = (entry.Copy(), ++_lastEtag);
        return true;
    }

    private MembershipTableData Read(Func<MembershipEntry, bool> wanted)
    {
        lock (_lock)
        {
            return new(
                [.. _rows.Values.Where(row => wanted(row.Entry)).Select(row => Tuple.Create(row.Entry.Copy(), Text(row.Etag)))],
                new TableVersion(_version, Text(_version)));
        }
    }
}
