using System.Data.Common;
using Gleaner.Client.Clusters;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Connecting;

/// <summary>Tells whether a cluster runs on a store.</summary>
internal static class LiveCluster
{
    /// <returns>The active members whose gateways accept connections; none for a store that no cluster can share.</returns>
    public static async Task<IReadOnlyList<MemberRow>> FindMembers(StoreAddress store, CancellationToken cancellation)
    {
        if (store.Kind is not StoreKind.MySql)
        {
            return [];
        }

        await using var connection = await StoreDoor.Open(store, cancellation);
        return await FindMembers(connection, cancellation);
    }

    public static async Task<IReadOnlyList<MemberRow>> FindMembers(DbConnection connection, CancellationToken cancellation)
    {
        var active = (await new MembershipTable(connection).Read(cancellation)).Where(m => m is { Status: MemberStatus.Active, GatewayPort: > 0 }).ToList();
        var accepts = await Task.WhenAll(active.Select(m => LoopbackPort.Accepts(m.Address, m.GatewayPort, cancellation)));
        return [.. active.Where((_, i) => accepts[i])];
    }
}
