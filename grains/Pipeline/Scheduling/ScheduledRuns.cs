using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>Runs of applied sources through their coordinator, as any client would start them.</summary>
internal sealed class ScheduledRuns(IGrainFactory grains, ILedger ledger) : IScheduledRuns
{
    public async Task Start(TurnPlan plan, CancellationToken cancellation)
    {
        var gather = Gather(plan.Run);
        await gather.Begin(new GatherOptions());
        foreach (var pages in plan.Pages.Index().Chunk(GatherLimits.PagesAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            await Task.WhenAll(pages.Select(page => gather.Add(page.Index, [.. page.Item.Select(name => new PlannedSource(name, Definition: null))])));
        }

        await gather.Start(plan.Pages.Length);
    }

    public async Task<RunState?> StateOf(string run, CancellationToken cancellation)
    {
        try
        {
            return (await Gather(run).GetStatus()).State;
        }
        catch (RunNotFoundException)
        {
            return null;
        }
    }

    public async Task<IReadOnlySet<string>> Finished(string run, IEnumerable<int> pages, CancellationToken cancellation)
    {
        var finished = new HashSet<string>(StringComparer.Ordinal);
        foreach (var page in pages)
        {
            finished.UnionWith((await ledger.ReadShard(run, page, cancellation)).Select(outcome => outcome.Source));
        }

        return finished;
    }

    private IGatherGrain Gather(string run) => grains.GetGrain<IGatherGrain>(GrainKeys.Run(run));
}
