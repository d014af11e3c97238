using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Gathering;

/// <summary>Follows one run to its end and hands every outcome to the reader once, however often it is asked to go on.</summary>
internal sealed class RunWatcher(IGatherGrain gather, GrainCalls calls, GatherProgress progress)
{
    // The coordinator answers within 5 s, with nothing if need be. A call to a silo that was killed would hang for thrice that.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(8);

    private readonly SeenOutcomes _seen = new();
    private WatchCursor _cursor = WatchCursor.Start;

    /// <param name="show">Takes the new outcomes of one answer; awaited, so that a slow reader slows the watcher and not the run.</param>
    /// <returns>The run as it ended.</returns>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    public async Task<RunStatus> Watch(Func<IReadOnlyList<Outcome>, Task> show, CancellationToken cancellation)
    {
        while (true)
        {
            var page = await calls.Repeat(() => gather.Watch(_cursor, CancellationToken.None), cancellation, answerWithin: AnswerWithin);
            progress.SetTotal(page.Status.Sources);
            progress.SetWaiting(page.Status.Waits);
            if (page.Outcomes.Length == 0 && page.Status.HasEnded)
            {
                return page.Status;
            }

            var news = page.Outcomes.Where(outcome => _seen.Add(outcome.Shard, outcome.Position)).ToList();
            news.ForEach(outcome => progress.Add(outcome.Ok));
            _cursor = page.Next;
            if (news.Count > 0)
            {
                await show(news);
            }
        }
    }
}
