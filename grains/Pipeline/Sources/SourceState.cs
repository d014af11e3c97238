using System.Text.Json.Serialization;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Sources;

/// <summary>What a source remembers, stored as camelCase JSON in OrleansStorage; the SQL view <c>sources</c> reads it by these names.</summary>
public sealed class SourceState : ICarriesFetchRows
{
    /// <summary>State name and storage provider name; unique among all grains, because the row is keyed by it.</summary>
    public const string StateName = "source";
    public const string StorageName = "sources";

    public SourceDefinition? Definition { get; set; }

    /// <summary>True when declared with apply.</summary>
    public bool Applied { get; set; }

    public SourceHealth Health { get; set; }

    public DateTimeOffset? LastOkAt { get; set; }

    public int ConsecutiveFailures { get; set; }

    public DateTimeOffset? NextDue { get; set; }

    /// <summary>Rows of this source in <c>records</c>.</summary>
    public int Records { get; set; }

    public long Bytes { get; set; }

    public string? Sha256 { get; set; }

    /// <summary>Parts of this source in <c>contents</c>; 0 when no content is kept.</summary>
    public int ContentParts { get; set; }

    /// <summary>Hash of the body kept there; the last good body may be newer.</summary>
    public string? ContentSha256 { get; set; }

    /// <summary>The run of the last committed outcome: a repeated fetch of that run is answered from the ledger.</summary>
    public string? LastRun { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public FetchRows? PendingRows { get; set; }
}
