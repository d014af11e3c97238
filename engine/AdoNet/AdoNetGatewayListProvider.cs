using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using Orleans.AdoNet;
using Orleans.Configuration;
using Orleans.Messaging;

namespace Orleans.Runtime.Membership;

/// <summary>Reads the gateways out of the membership table: the active silos that take clients.</summary>
internal sealed class AdoNetGatewayListProvider(IOptions<ClusterOptions> cluster, IOptions<AdoNetClusteringClientOptions> options) : IGatewayListProvider
{
    private readonly StoredQueries _queries = new(
        "the AdoNet clustering", options.Value.Invariant, options.Value.ConnectionString, options.Value.DataSource);

    public TimeSpan MaxStaleness { get; } = TimeSpan.FromMinutes(1);

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => _queries.Load();

    public async Task<IList<Uri>> GetGateways() => await _queries.Read(
        "GatewaysQueryKey",
        reader => new Uri(string.Create(
            CultureInfo.InvariantCulture, $"gwy.tcp://{new IPEndPoint(IPAddress.Parse(reader.Text("Address")), reader.Int("ProxyPort"))}/{reader.Int("Generation")}")),
        ("DeploymentId", cluster.Value.ClusterId),
        ("Status", (int)SiloStatus.Active));
}
