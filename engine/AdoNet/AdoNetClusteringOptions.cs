using System.Data.Common;

namespace Orleans.Configuration;

/// <summary>Where a silo finds the membership tables. Give exactly one of <see cref="ConnectionString"/> and <see cref="DataSource"/>.</summary>
public class AdoNetClusteringSiloOptions
{
    public string? ConnectionString { get; set; }

    /// <summary>Opens the connections; it stays the caller's.</summary>
    public DbDataSource? DataSource { get; set; }

    /// <summary>The driver, by Orleans' name for it.</summary>
    public string Invariant { get; set; } = null!;
}

/// <summary>Where a client finds the gateways. Give exactly one of <see cref="ConnectionString"/> and <see cref="DataSource"/>.</summary>
public class AdoNetClusteringClientOptions
{
    public string? ConnectionString { get; set; }

    /// <summary>Opens the connections; it stays the caller's.</summary>
    public DbDataSource? DataSource { get; set; }

    /// <summary>The driver, by Orleans' name for it.</summary>
    public string Invariant { get; set; } = null!;
}
