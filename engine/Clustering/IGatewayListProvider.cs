namespace Orleans.Messaging;

/// <summary>Tells a client where the gateways are, as <c>gwy.tcp://ip:port/generation</c>.</summary>
public interface IGatewayListProvider
{
    /// <summary>How old an answer may get before it is asked for again.</summary>
    TimeSpan MaxStaleness { get; }

    bool IsUpdatable { get; }

    Task InitializeGatewayListProvider();

    Task<IList<Uri>> GetGateways();
}
