using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Parsing;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Sources;

/// <summary>A source's fetch and parse, ready to become rows and state.</summary>
/// <param name="Parsed">Null when there was no body to parse.</param>
internal sealed record FetchedSource(SourceDefinition Definition, FetchResult Result, ParsedBody? Parsed, bool KeepContent)
{
    private FetchError? Error => Result.Error ?? Parsed?.Error;

    public FetchRows ToRows(SourceState state, IReadOnlyList<FetchRequest> wishes)
    {
        var ok = Error is null;
        var unchanged = ok && Result.Sha256 == state.Sha256;
        var records = ok ? Parsed!.Records.Count : 0;
        return new FetchRows
        {
            Source = Definition.Name,
            Outcomes = [.. wishes.Select(wish => new Outcome
            {
                Run = wish.Run,
                Source = Definition.Name,
                Url = Definition.Url,
                Ok = ok,
                Status = Result.Status,
                Error = Error,
                Attempts = Result.Attempts.Length,
                Bytes = Result.Bytes,
                Records = records,
                Sha256 = Result.Sha256,
                Unchanged = unchanged,
                StartedAt = WholeMilliseconds(Result.StartedAt),
                Duration = TimeSpan.FromMilliseconds(Math.Round(Result.Duration.TotalMilliseconds)),
                Shard = wish.Shard,
                Position = wish.Position,
            })],
            // The same body gives the same records: they stay, with the run that brought them.
            Records = ok && !unchanged ? Parsed!.Records : null,
            PreviousRecords = state.Records,
            // The cast: a bare null would become an empty body, by way of byte[].
            Content = ok && KeepContent && Result.Sha256 != state.ContentSha256 ? (ReadOnlyMemory<byte>?)Result.Body : null,
            ContentCharset = Parsed?.Charset,
            PreviousContentParts = state.ContentParts,
        };
    }

    public void UpdateState(SourceState state, FetchRows rows)
    {
        if (!state.Applied)
        {
            state.Definition = Definition;
        }

        state.LastRun = rows.Outcomes.Count > 0 ? rows.Outcomes[^1].Run : state.LastRun;
        state.NextDue = Result.NotBefore;
        if (Error is not null)
        {
            state.Health = SourceHealth.Down;
            state.ConsecutiveFailures++;
            return;
        }

        state.Health = SourceHealth.Up;
        state.ConsecutiveFailures = 0;
        state.LastOkAt = WholeMilliseconds(Result.StartedAt + Result.Duration);
        state.Bytes = Result.Bytes;
        state.Sha256 = Result.Sha256;
        state.Records = Parsed!.Records.Count;
        if (rows.Content is { } content)
        {
            state.ContentSha256 = Result.Sha256;
            state.ContentParts = Math.Max(1, (content.Length + ContentPart.MaxBytes - 1) / ContentPart.MaxBytes);
        }
    }

    private static DateTimeOffset WholeMilliseconds(DateTimeOffset time) =>
        new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
