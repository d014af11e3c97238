namespace Orleans.Configuration;

/// <summary>Which cluster this is.</summary>
public class ClusterOptions
{
    /// <summary>The silos with the same id form one cluster. Default: "default".</summary>
    public string ClusterId { get; set; } = "default";

    /// <summary>Names the service in stored state and reminders; it outlives clusters. Default: "default".</summary>
    public string ServiceId { get; set; } = "default";
}

/// <summary>Who this silo is.</summary>
public class SiloOptions
{
    /// <summary>Default: the host's environment gives one, such as <c>Silo_1a2b3</c>.</summary>
    public string SiloName { get; set; } = null!;
}
