using Orleans.Runtime;

namespace Orleans;

/// <summary>
/// The table that decides who is a member. Every write but <see cref="UpdateIAmAlive"/> is a compare-and-swap
/// on the version of the whole table and, for an update, on the row's etag: of two racing writers one gets false.
/// </summary>
public interface IMembershipTable
{
    /// <summary>Connects; with <paramref name="tryInitTableVersion"/> makes the table's version row if there is none.</summary>
    Task InitializeMembershipTable(bool tryInitTableVersion);

    Task DeleteMembershipTableEntries(string clusterId);

    /// <summary>Deletes the rows of silos that are not Active and have given no sign of life since <paramref name="beforeDate"/>.</summary>
    Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate);

    /// <summary>The row of one silo, if any, and the table's version.</summary>
    Task<MembershipTableData> ReadRow(SiloAddress key);

    Task<MembershipTableData> ReadAll();

    /// <summary>False when the row exists or <paramref name="tableVersion"/>'s etag is not the current one.</summary>
    Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion);

    /// <summary>False when the row's <paramref name="etag"/> or <paramref name="tableVersion"/>'s etag is not the current one.</summary>
    Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion);

    /// <summary>Writes the entry's IAmAliveTime alone, without touching the version.</summary>
    Task UpdateIAmAlive(MembershipEntry entry);
}
