namespace Orleans.Configuration;

/// <summary>How a client follows the gateways.</summary>
public class GatewayOptions
{
    /// <summary>How often the list of gateways is read. Default: 1 min; at once when a gateway is lost.</summary>
    public TimeSpan GatewayListRefreshPeriod { get; set; } = TimeSpan.FromMinutes(1);
}
