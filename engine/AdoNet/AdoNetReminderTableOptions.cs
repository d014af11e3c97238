using System.Data.Common;

namespace Orleans.Configuration;

/// <summary>Where reminders are kept. Give exactly one of <see cref="ConnectionString"/> and <see cref="DataSource"/>.</summary>
public class AdoNetReminderTableOptions
{
    /// <summary>The driver, by Orleans' name for it.</summary>
    public string Invariant { get; set; } = null!;

    public string? ConnectionString { get; set; }

    /// <summary>Opens the connections; it stays the caller's.</summary>
    public DbDataSource? DataSource { get; set; }
}
