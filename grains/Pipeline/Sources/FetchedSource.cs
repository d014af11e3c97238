using System.Collections.Immutable;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Sources;

/// <summary>What a fetch ended in, ready to become rows and state.</summary>
internal sealed record FetchedSource
{
    public required FetchJob Job { get; init; }

    /// <summary>Null for a fetch that worked.</summary>
    public FetchError? Error { get; init; }

    /// <summary>Status of the last response; null when none came.</summary>
    public int? Status { get; init; }

    public int Attempts { get; init; }

    public long Bytes { get; init; }

    /// <summary>Hash of the body or of all pages; null without a whole one.</summary>
    public string? Sha256 { get; init; }

    /// <summary>True when what is stored still holds: the body is the same, or the server said so.</summary>
    public bool Unchanged { get; init; }

    /// <summary>True when the source's records stay as they are: nothing new came, or nothing at all.</summary>
    public bool LeavesRecords { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Time in exchanges and their waits; the database's does not count.</summary>
    public TimeSpan Duration { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public TimeSpan? FreshFor { get; init; }

    /// <summary>The whole set where it is small, valid as long as the fetch; null where rows were staged.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Rows { get; init; }

    /// <summary>Rows in <c>staged_records</c>.</summary>
    public int Staged { get; init; }

    /// <summary>Of the staged rows, those whose key no kept row has; counted before an incremental set is committed.</summary>
    public int NewRows { get; init; }

    /// <summary>How far an incremental source has been read with this set.</summary>
    public string? Cursor { get; init; }

    /// <summary>What was sent for it.</summary>
    public string? CursorSent { get; init; }

    public ImmutableArray<ColumnDefinition> Columns { get; init; } = [];

    public Validators? Validators { get; init; }

    /// <summary>Body of a single page, valid as long as the fetch.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    public string? Charset { get; init; }

    public required FetchReport Report { get; init; }

    /// <summary>True when rows are merged into those kept.</summary>
    public bool Merges => Job.Definition.Cursor is not null && !LeavesRecords && Staged > 0;

    /// <summary>Rows that the source has once this is committed.</summary>
    private int Kept => LeavesRecords ? Job.KeptRecords
        : Job.Definition.Cursor is null ? Rows?.Count ?? Staged
        : (Job.Restates ? 0 : Job.KeptRecords) + NewRows;

    /// <summary>A fetch that ended before anything was asked.</summary>
    public static FetchedSource Failed(FetchJob job, FetchError error, DateTimeOffset? notBefore, DateTimeOffset now) => new()
    {
        Job = job, Error = error, LeavesRecords = true, StartedAt = now, EndedAt = now, NotBefore = notBefore, Report = new FetchReport { Run = job.Run, Error = error },
    };

    public FetchRows ToRows(SourceState state, IReadOnlyList<FetchRequest> wishes)
    {
        var name = Job.Definition.Name;
        return new FetchRows
        {
            Source = name,
            Outcomes = [.. wishes.Select(wish => new Outcome
            {
                Run = wish.Run,
                Source = name,
                Url = Job.Definition.Url,
                Ok = Error is null,
                Status = Status,
                Error = Error,
                Attempts = Attempts,
                Bytes = Bytes,
                Records = Error is not null ? 0 : Unchanged ? Job.KeptRecords : Rows?.Count ?? Staged,
                Sha256 = Sha256,
                Unchanged = Unchanged,
                StartedAt = FetchTally.WholeMilliseconds(StartedAt),
                Duration = FetchTally.WholeMilliseconds(Duration),
                Shard = wish.Shard,
                Position = wish.Position,
            })],
            Records = LeavesRecords || Merges || (Rows is null && Staged > 0) ? null : Rows ?? (Job.Definition.Cursor is null || Job.Restates ? [] : null),
            PreviousRecords = state.Records,
            Publish = LeavesRecords || Staged == 0 ? null : new Publishing(Merges ? PublishKind.Merge : PublishKind.Replace, Staged, Restates: Job.Restates),
            DropsStaged = state.Checkpoint is not null,
            DropsKeys = state.Keyed && !LeavesRecords && !Merges && (Job.Definition.Cursor is null || Job.Restates),
            // The cast: a bare null would become an empty body, by way of byte[].
            Content = Job.KeepContent && Error is null && Body is not null && Sha256 != state.ContentSha256 ? Body : (ReadOnlyMemory<byte>?)null,
            ContentCharset = Charset,
            PreviousContentParts = state.ContentParts,
        };
    }

    /// <param name="turn">The schedule's next turn, or null.</param>
    public void UpdateState(SourceState state, FetchRows rows, DateTimeOffset? turn)
    {
        var endedAt = FetchTally.WholeMilliseconds(EndedAt);
        if (!state.Applied)
        {
            state.Definition = Job.Definition;
        }

        var due = DueTime.After(endedAt, turn, FreshFor, NotBefore);
        (state.NextDue, state.DueBecause) = (due.At, due.Because);
        state.NotBefore = NotBefore;
        state.LastRun = rows.Outcomes.Count > 0 ? rows.Outcomes[^1].Run : state.LastRun;
        state.LastFetch = IsWorthKeeping ? Report : null;
        state.Recent = Report;
        state.Checkpoint = null;
        state.LastAt = Error is null ? null : endedAt;
        if (Error is { Kind: ErrorKind.Overloaded })
        {
            // Nobody asked the source.
            return;
        }

        if (Error is not null)
        {
            state.Health = SourceHealth.Down;
            state.ConsecutiveFailures++;
            return;
        }

        state.Health = SourceHealth.Up;
        state.ConsecutiveFailures = 0;
        state.LastOkAt = endedAt;
        if (!LeavesRecords || Unchanged)
        {
            Remember(state);
        }

        if (rows.Content is { } content)
        {
            state.ContentSha256 = Sha256;
            state.ContentParts = ContentParts.Count(content.Length);
        }
    }

    // A bare URL that answered at once tells nothing that its outcome does not tell.
    private bool IsWorthKeeping => Error is not null || Attempts > 1 || !DefinitionFingerprint.IsBare(Job.Definition);

    private void Remember(SourceState state)
    {
        state.Validators = Job.KeepsValidators && (Validators ?? (Unchanged ? state.Validators?.Values : null)) is { } values ? new KeptValidators(CursorSent, values) : null;
        state.Fingerprint = Job.Fingerprint;
        state.Sha256 = Sha256;
        state.Cursor = Cursor;
        if (LeavesRecords)
        {
            return;
        }

        state.Bytes = Bytes;
        state.Records = Kept;
        state.Keyed = Job.Definition.Cursor is not null;
        state.Columns = Columns.IsDefaultOrEmpty ? null : Columns;
    }
}
