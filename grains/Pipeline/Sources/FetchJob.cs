using System.Collections.Immutable;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;

namespace Gleaner.Pipeline.Sources;

/// <summary>All that a fetch needs to know when it begins, so that it can leave the grain's thread.</summary>
internal sealed record FetchJob
{
    public required SourceDefinition Definition { get; init; }

    public required FetchPlan Plan { get; init; }

    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>The run that asked first; null for a preview.</summary>
    public string? Run { get; init; }

    public bool KeepContent { get; init; }

    /// <summary>See <see cref="DefinitionFingerprint"/>.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>True when rows are kept that came under another fingerprint: they go once new ones are there.</summary>
    public bool Restates { get; init; }

    /// <summary>Hash of the last good body (or pages) if its rows are kept under the same fingerprint, else null.</summary>
    public string? KeptSha256 { get; init; }

    /// <summary>Rows kept.</summary>
    public int KeptRecords { get; init; }

    /// <summary>Validators for the first page, where the request is to be conditional and there are any.</summary>
    public Validators? Validators { get; init; }

    /// <summary>True when the answer's validators are worth keeping.</summary>
    public bool KeepsValidators { get; init; }

    /// <summary>How far an incremental source has been read.</summary>
    public string? Cursor { get; init; }

    /// <summary>Columns known so far, for a contract that learns them.</summary>
    public ImmutableArray<ColumnDefinition> Columns { get; init; } = [];

    /// <summary>Where to go on; null begins with the first page.</summary>
    public PageCheckpoint? Resume { get; init; }

    /// <summary>How the fetch went that brought the kept rows, where that is known.</summary>
    public FetchReport? KeptReport { get; init; }

    /// <summary>A fetch that will be stored.</summary>
    public static FetchJob Stored(SourceState state, SourceDefinition source, FetchPlan plan, FetchRequest first, DateTimeOffset now)
    {
        var fingerprint = DefinitionFingerprint.Of(source);
        var same = state.Fingerprint == fingerprint;
        var sent = source.Cursor is { } cursor ? new Incremental.IncrementalCursor(cursor, same ? state.Cursor : null, null).Sent?.Value : null;
        var conditional = FetchPlan.IsConditional(source, first.Options);
        var needsBody = first.Options.Content && state.ContentSha256 != state.Sha256;
        return new FetchJob
        {
            Definition = source,
            Plan = plan,
            BeganAt = now,
            Run = first.Run,
            KeepContent = first.Options.Content,
            Fingerprint = fingerprint,
            Restates = !same && state.Records > 0,
            KeptSha256 = same ? state.Sha256 : null,
            KeptRecords = state.Records,
            KeptReport = same && state.LastFetch is { Error: null } report ? report : null,
            Validators = conditional && same && !needsBody && state.Sha256 is not null && state.Validators is { } kept && kept.Cursor == sent ? kept.Values : null,
            KeepsValidators = conditional,
            Cursor = same ? state.Cursor : null,
            Columns = same ? state.Columns ?? [] : [],
            Resume = state.Checkpoint is { } checkpoint && checkpoint.IsFor(first.Run, fingerprint, now) ? checkpoint : null,
        };
    }

    /// <summary>A fetch whose rows are shown and forgotten: as the first fetch of the source would bring them.</summary>
    public static FetchJob Shown(SourceDefinition source, FetchPlan plan, DateTimeOffset now) => new() { Definition = source, Plan = plan, BeganAt = now };
}
