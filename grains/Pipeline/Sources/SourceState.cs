using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Sources;

/// <summary>
/// What a source remembers, stored as camelCase JSON in OrleansStorage; the SQL view <c>sources</c> reads it by these names.
/// Most sources are bare URLs that answer at once: for them everything below the first group is left out.
/// </summary>
public sealed class SourceState : VersionedState, ICarriesFetchRows
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

    /// <summary>End of the last fetch if it failed; null when <see cref="LastOkAt"/> is the last.</summary>
    public DateTimeOffset? LastAt { get; set; }

    /// <summary>What <see cref="NextDue"/> comes from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DueReason DueBecause { get; set; }

    /// <summary>The server's Retry-After, which also an unscheduled gather honours.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Taken out of its schedule by hand.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Paused { get; set; }

    /// <summary>How the last fetch went; null where the outcome tells it all.</summary>
    public FetchReport? LastFetch { get; set; }

    /// <summary>Stands for the definition under which the records came; null for a bare URL.</summary>
    public string? Fingerprint { get; set; }

    public KeptValidators? Validators { get; set; }

    /// <summary>The greatest cursor value stored, of an incremental source.</summary>
    public string? Cursor { get; set; }

    /// <summary>True when the records have keys in <c>record_keys</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Keyed { get; set; }

    /// <summary>Columns that the source's contract has learned.</summary>
    public ImmutableArray<ColumnDefinition>? Columns { get; set; }

    /// <summary>How far a fetch in parts has come; null when none is under way.</summary>
    public PageCheckpoint? Checkpoint { get; set; }

    /// <summary>How the last fetch of this activation went, also where it is not kept.</summary>
    [JsonIgnore]
    public FetchReport? Recent { get; set; }

    /// <summary>The schedule that is to be followed; null without one or while paused.</summary>
    [JsonIgnore]
    public ScheduleDefinition? ActiveSchedule => Applied && !Paused ? Definition?.Schedule : null;

    /// <inheritdoc/>
    [JsonIgnore]
    public FetchRows? PendingRows { get; set; }

    /// <summary>What others may know of the source; null when it was never applied nor fetched.</summary>
    public SourceStatus? ToStatus() => Definition is null ? null : new SourceStatus
    {
        Definition = Definition,
        Applied = Applied,
        Health = Health,
        LastOkAt = LastOkAt,
        ConsecutiveFailures = ConsecutiveFailures,
        NextDue = NextDue,
        Records = Records,
        Bytes = Bytes,
        Sha256 = Sha256,
        LastAt = LastAt ?? LastOkAt,
        DueBecause = DueBecause,
        Paused = Paused,
        LastFetch = Recent ?? LastFetch,
        Cursor = Cursor,
    };
}
