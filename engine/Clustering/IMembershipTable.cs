using Orleans.Runtime;

namespace Orleans;

/// <summary>
/// The table that decides who is a member. Every write but <see cref="UpdateIAmAliveAsync"/> is a compare-and-swap
/// on the version of the whole table and, for an update, on the row's etag: of two racing writers one gets false.
/// </summary>
public interface IMembershipTable
{
    /// <summary>Connects; with <paramref name="tryInitTableVersion"/> makes the table's version row if there is none.</summary>
    Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken = default);

    Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken = default);

    /// <summary>Deletes the rows of silos that are not Active and have given no sign of life since <paramref name="beforeDate"/>.</summary>
    Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken = default);

    /// <summary>The row of one silo, if any, and the table's version.</summary>
    Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken = default);

    Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken = default);

    /// <summary>False when the row exists or <paramref name="tableVersion"/>'s etag is not the current one.</summary>
    Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken = default);

    /// <summary>False when the row's <paramref name="etag"/> or <paramref name="tableVersion"/>'s etag is not the current one.</summary>
    Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken = default);

    /// <summary>Writes the entry's IAmAliveTime alone, without touching the version.</summary>
    Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken = default);
}
