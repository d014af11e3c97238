using System.Collections.Immutable;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Sources.Paging;

namespace Gleaner.Pipeline.Sources;

/// <summary>
/// How far a fetch of several pages (or of one large body) has come, committed together with the staged rows. While there is one,
/// <c>staged_records</c> may hold rows of the source.
/// </summary>
public sealed record PageCheckpoint
{
    /// <summary>A set older than this is begun anew: its first pages tell too old a story.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(6);

    /// <summary>The runs that the fetch is for. Another run does not go on with it.</summary>
    public required ImmutableArray<string> Runs { get; init; }

    public string? Fingerprint { get; init; }

    /// <summary>When it was begun.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whole pages staged, which is the 0-based number of the next one; 0 when there is nothing to go on with.</summary>
    public int Pages { get; init; }

    /// <summary>Where the next page is.</summary>
    public PagePosition? Next { get; init; }

    /// <summary>Rows staged by whole pages, which is the next one's seq.</summary>
    public int Staged { get; init; }

    /// <summary>Places of the pages so far, as hashes.</summary>
    public byte[]? Seen { get; init; }

    /// <summary>Hash over the pages so far.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Greatest cursor value so far.</summary>
    public string? Cursor { get; init; }

    /// <summary>Columns known so far, for a contract that learns them.</summary>
    public ImmutableArray<ColumnDefinition>? Columns { get; init; }

    /// <summary>What the fetch has done so far.</summary>
    public FetchTotals? Totals { get; init; }

    public bool IsFor(string run, string? fingerprint, DateTimeOffset now) =>
        Pages > 0 && Next is not null && Runs.Contains(run) && Fingerprint == fingerprint && now - StartedAt < MaxAge;
}
