using System.Net;

namespace Orleans.Configuration;

/// <summary>Where a silo listens. The builtin engine takes loopback addresses only, and does not listen on a port of 0.</summary>
public class EndpointOptions
{
    public const int DEFAULT_SILO_PORT = 11111;
    public const int DEFAULT_GATEWAY_PORT = 30000;

    /// <summary>The address that other silos and clients connect to. Default: loopback.</summary>
    public IPAddress AdvertisedIPAddress { get; set; } = IPAddress.Loopback;

    /// <summary>For other silos. Default: 11111; 0 for none.</summary>
    public int SiloPort { get; set; } = DEFAULT_SILO_PORT;

    /// <summary>For clients. Default: 30000; 0 for none.</summary>
    public int GatewayPort { get; set; } = DEFAULT_GATEWAY_PORT;

    /// <summary>Where to listen for silos when not at the advertised endpoint.</summary>
    public IPEndPoint? SiloListeningEndpoint { get; set; }

    /// <summary>Where to listen for clients when not at the advertised address.</summary>
    public IPEndPoint? GatewayListeningEndpoint { get; set; }
}
