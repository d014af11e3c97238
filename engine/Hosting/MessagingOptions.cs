namespace Orleans.Configuration;

/// <summary>How calls wait.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits for an answer. Default: 30 s.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a call that timed out cancels its callee's token. Default: no.</summary>
    public bool CancelRequestOnTimeout { get; set; }

    /// <summary>Whether a cancelled caller waits for the callee to end. Default: no.</summary>
    public bool WaitForCancellationAcknowledgement { get; set; }

    /// <summary>The largest body of a message, in bytes. Default: 100 MiB.</summary>
    public int MaxMessageBodySize { get; set; } = 100 * 1024 * 1024;
}

public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>How often a call may be forwarded between silos before it is refused. Default: 2.</summary>
    public int MaxForwardCount { get; set; } = 2;
}

public class ClientMessagingOptions : MessagingOptions;
