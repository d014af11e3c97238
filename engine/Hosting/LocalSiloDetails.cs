using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Hosting;

internal sealed class LocalSiloDetails : ILocalSiloDetails
{
    public LocalSiloDetails(IOptions<SiloOptions> silo, IOptions<ClusterOptions> cluster, IOptions<EndpointOptions> endpoints)
    {
        EndpointOptions where = endpoints.Value;
        int generation = SiloAddress.AllocateNewGeneration();
        SiloAddress = SiloAddress.New(where.AdvertisedIPAddress, where.SiloPort, generation);
        GatewayAddress = SiloAddress.New(where.AdvertisedIPAddress, where.GatewayPort, generation);
        ClusterId = cluster.Value.ClusterId;
        Name = silo.Value.SiloName ?? $"Silo_{where.SiloPort}_{generation:x}";
    }

    public string Name { get; }

    public string ClusterId { get; }

    public string DnsHostName { get; } = Dns.GetHostName();

    public SiloAddress SiloAddress { get; }

    public SiloAddress GatewayAddress { get; }
}
