using System.Data.Common;
using Orleans.Storage;

namespace Orleans.Configuration;

/// <summary>Grain state in the table OrleansStorage. Give exactly one of <see cref="ConnectionString"/> and <see cref="DataSource"/>.</summary>
public class AdoNetGrainStorageOptions : IStorageProviderSerializerOptions
{
    public string? ConnectionString { get; set; }

    /// <summary>Opens the connections; it stays the caller's.</summary>
    public DbDataSource? DataSource { get; set; }

    /// <summary>The driver, by Orleans' name for it.</summary>
    public string Invariant { get; set; } = null!;

    /// <summary>Default: the container's.</summary>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;

    /// <summary>Clearing deletes the row instead of emptying it.</summary>
    public bool DeleteStateOnClear { get; set; }
}
