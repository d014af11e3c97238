using System.Data.Common;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using Orleans.AdoNet;
using Orleans.Configuration;

namespace Orleans.Runtime.MembershipService;

/// <summary>The membership table in OrleansMembershipTable and OrleansMembershipVersionTable. A row has no etag of its own: it is the version's, which guards all.</summary>
internal sealed class AdoNetClusteringTable(IOptions<ClusterOptions> cluster, IOptions<AdoNetClusteringSiloOptions> options) : IMembershipTable
{
    // How votes are written: silo,time|silo,time.
    private const string VoteTimeFormat = "yyyy-MM-dd HH:mm:ss.fff 'GMT'";

    private readonly string _clusterId = cluster.Value.ClusterId;

    private readonly StoredQueries _queries = new(
        "the AdoNet clustering", options.Value.Invariant, options.Value.ConnectionString, options.Value.DataSource);

    public async Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken = default)
    {
        await _queries.Load().WaitAsync(cancellationToken);
        if (tryInitTableVersion)
        {
            await _queries.Ask("InsertMembershipVersionKey", ("DeploymentId", _clusterId)).WaitAsync(cancellationToken);
        }
    }

    public Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken = default)
        => _queries.Execute("DeleteMembershipTableEntriesKey", ("DeploymentId", clusterId)).WaitAsync(cancellationToken);

    public Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken = default)
        => _queries.Execute("CleanupDefunctSiloEntriesKey", ("DeploymentId", _clusterId), ("IAmAliveTime", beforeDate.UtcDateTime)).WaitAsync(cancellationToken);

    public async Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken = default)
        => Table(await _queries.Read("MembershipReadRowKey", ReadEntry, [("DeploymentId", _clusterId), .. Silo(key)]).WaitAsync(cancellationToken));

    public async Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken = default)
        => Table(await _queries.Read("MembershipReadAllKey", ReadEntry, ("DeploymentId", _clusterId)).WaitAsync(cancellationToken));

    public Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken = default) => _queries.Ask(
        "InsertMembershipKey",
        [
            ("DeploymentId", _clusterId),
            .. Silo(entry.SiloAddress),
            ("SiloName", entry.SiloName),
            ("HostName", entry.HostName),
            ("Status", (int)entry.Status),
            ("ProxyPort", entry.ProxyPort),
            ("StartTime", entry.StartTime),
            ("IAmAliveTime", entry.IAmAliveTime),
            ("Version", Version(tableVersion)),
        ]).WaitAsync(cancellationToken);

    public Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken = default)
        => etag != tableVersion.VersionEtag ? Task.FromResult(false) : _queries.Ask(
        "UpdateMembershipKey",
        [
            ("DeploymentId", _clusterId),
            .. Silo(entry.SiloAddress),
            ("Status", (int)entry.Status),
            ("SuspectTimes", WriteVotes(entry.SuspectTimes)),
            ("IAmAliveTime", entry.IAmAliveTime),
            ("Version", Version(tableVersion)),
        ]).WaitAsync(cancellationToken);

    public Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken = default)
        => _queries.Execute("UpdateIAmAlivetimeKey", [("DeploymentId", _clusterId), .. Silo(entry.SiloAddress), ("IAmAliveTime", entry.IAmAliveTime)]).WaitAsync(cancellationToken);

    private static (string Name, object? Value)[] Silo(SiloAddress silo) =>
    [
        ("Address", silo.Endpoint.Address.ToString()),
        ("Port", silo.Endpoint.Port),
        ("Generation", silo.Generation),
    ];

    // A write presents the version that was read.
    private static int Version(TableVersion version) => int.Parse(version.VersionEtag, CultureInfo.InvariantCulture);

    private MembershipTableData Table(List<(MembershipEntry? Entry, int Version)> rows)
    {
        if (rows.Count == 0)
        {
            throw new InvalidOperationException($"The membership table holds no version of the cluster '{_clusterId}'.");
        }

        TableVersion version = new(rows[0].Version, rows[0].Version.ToString(CultureInfo.InvariantCulture));
        return new MembershipTableData([.. rows.Where(row => row.Entry is not null).Select(row => Tuple.Create(row.Entry!, version.VersionEtag))], version);
    }

    // The version comes with every member, and alone when there is none.
    private static (MembershipEntry? Entry, int Version) ReadEntry(DbDataReader reader)
    {
        int version = reader.Int("Version");
        if (reader.IsNull("Address"))
        {
            return (null, version);
        }

        return (new MembershipEntry
        {
            SiloAddress = SiloAddress.New(IPAddress.Parse(reader.Text("Address")), reader.Int("Port"), reader.Int("Generation")),
            SiloName = reader.Text("SiloName"),
            HostName = reader.Text("HostName"),
            Status = (SiloStatus)reader.Int("Status"),
            ProxyPort = reader.Int("ProxyPort"),
            SuspectTimes = ReadVotes(reader.TextOrNull("SuspectTimes")),
            StartTime = reader.UtcTime("StartTime"),
            IAmAliveTime = reader.UtcTime("IAmAliveTime"),
        }, version);
    }

    private static string? WriteVotes(List<Tuple<SiloAddress, DateTime>>? votes) => votes is null ? null
        : string.Join('|', votes.Select(vote => $"{vote.Item1.ToParsableString()},{vote.Item2.ToString(VoteTimeFormat, CultureInfo.InvariantCulture)}"));

    private static List<Tuple<SiloAddress, DateTime>>? ReadVotes(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : [.. text.Split('|').Select(vote => vote.Split(',')).Select(parts => Tuple.Create(
            SiloAddress.FromParsableString(parts[0]),
            DateTime.ParseExact(parts[1], VoteTimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)))];
}
