using Gleaner.Client.Output;
using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Gathering;

/// <summary>Writes a run's plan down page by page and starts it.</summary>
internal sealed class RunPlanner(IGatherGrain gather, GrainCalls calls, GatherProgress progress)
{
    /// <returns>False when the plan is empty: then nothing was written.</returns>
    public async Task<bool> Start(GatherOptions options, IGatherPlan plan, CancellationToken cancellation)
    {
        progress.SetTotal(plan.Count ?? 0);
        var pages = 0;
        var sources = 0;
        await foreach (var page in plan.ReadPages(cancellation))
        {
            if (pages == 0)
            {
                await calls.Repeat(() => gather.Begin(options), cancellation, GrainCalls.StartPatience);
            }

            var number = pages++;
            try
            {
                await calls.Repeat(() => gather.Add(number, page), cancellation);
            }
            catch (OverloadedException)
            {
                // What was written of the plan would wait for ever.
                await calls.Repeat(gather.Cancel, cancellation);
                throw;
            }

            sources += page.Length;
            progress.SetTotal(plan.Count ?? sources);
        }

        if (pages == 0)
        {
            return false;
        }

        await calls.Repeat(() => gather.Start(pages), cancellation);
        return true;
    }
}
