using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Sources;

/// <summary>Sums over the pages of one fetch.</summary>
public sealed record FetchTotals
{
    /// <summary>Exchanges begun.</summary>
    public int Attempts { get; init; }

    /// <summary>Decompressed bytes of all pages.</summary>
    public long Bytes { get; init; }

    /// <summary>Time in exchanges and waits for them; the database's time does not count.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The shortest time for which all pages may be taken for fresh; null once one does not say.</summary>
    public TimeSpan? FreshFor { get; init; }

    /// <summary>The report so far.</summary>
    public FetchReport Report { get; init; } = new();
}
