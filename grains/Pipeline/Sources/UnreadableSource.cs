using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Sources;

/// <summary>A source whose stored state cannot be read: runs get an outcome that says so, and the state is left alone.</summary>
internal static class UnreadableSource
{
    /// <summary>What is wrong and what to do, in one sentence or two.</summary>
    public static string Explain(string name, SourceState state) =>
        $"The state of source '{name}' cannot be read from the store: {state.Unreadable}."
        + (state.IsNewer ? "" : " Remove it with 'gleaner sources forget', then apply or gather it again.");

    /// <summary>The outcome that stands for the run: one that it has already, else this failure, committed now.</summary>
    public static async Task<Outcome> Refuse(string name, SourceState state, FetchRequest request, ILedger ledger, TimeProvider time)
    {
        if (await ledger.FindOutcome(request.Run, name) is { } stands)
        {
            return stands;
        }

        var rows = new FetchRows
        {
            Source = name,
            Outcomes =
            [
                UnfetchedOutcome.Failed(
                    request.Run,
                    request.Shard,
                    request.Position,
                    name,
                    request.Definition?.Url ?? "",
                    new FetchError(ErrorKind.Internal, Explain(name, state)),
                    FetchTally.WholeMilliseconds(time.GetUtcNow())),
            ],
        };
        await ledger.Commit(rows);
        return rows.Stood.Count > 0 ? rows.Stood[0] : rows.Outcomes[0];
    }
}
