using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Gathering;

/// <summary>Writes a run's plan down page by page and starts it.</summary>
internal sealed class RunPlanner(IGatherGrain gather, GrainCalls calls, GatherProgress progress)
{
    private int _pages;
    private int _sources;

    /// <returns>False when the plan is empty: then nothing was written.</returns>
    public async Task<bool> Start(GatherOptions options, IGatherPlan plan, CancellationToken cancellation)
    {
        progress.SetTotal(plan.Count ?? 0);
        try
        {
            // Each page waits for its commit: one after the other, a large plan would wait for the database most of the time.
            await Parallel.ForEachAsync(
                Pages(options, plan, cancellation),
                new ParallelOptions { MaxDegreeOfParallelism = GatherLimits.PagesAtOnce, CancellationToken = cancellation },
                async (page, stop) => await calls.Repeat(() => gather.Add(page.Index, page.Item), stop));
            if (_pages > 0)
            {
                await calls.Repeat(() => gather.Start(_pages), cancellation);
            }

            return _pages > 0;
        }
        catch (OverloadedException) when (_pages > 0)
        {
            // What was written of the plan would wait for ever.
            await calls.Repeat(gather.Cancel, cancellation);
            throw;
        }
    }

    private async IAsyncEnumerable<(int Index, ImmutableArray<PlannedSource> Item)> Pages(
        GatherOptions options, IGatherPlan plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in plan.ReadPages(cancellation))
        {
            if (_pages == 0)
            {
                await calls.Repeat(() => gather.Begin(options), cancellation, GrainCalls.StartPatience);
            }

            _sources += page.Length;
            progress.SetTotal(plan.Count ?? _sources);
            yield return (_pages++, page);
        }
    }
}
