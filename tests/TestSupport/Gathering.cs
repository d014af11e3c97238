using System.Collections.Immutable;
using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Tests.TestSupport;

/// <summary>Gathers through the grains alone, asking again after every failed call, as any client must.</summary>
public static class Gathering
{
    public static string NewRun() => "t" + Guid.NewGuid().ToString("N")[..12];

    public static SourceDefinition Source(string url) => new() { Name = SourceName.ForUrl(url), Url = url };

    /// <summary>Plans, starts and watches a run to its end; each outcome once.</summary>
    public static async Task<(RunStatus Status, IReadOnlyList<Outcome> Outcomes)> Gather(
        IGrainFactory grains, string run, IEnumerable<string> urls, GatherOptions options, CancellationToken cancellation, Func<int, Task>? onOutcomes = null)
    {
        await Start(grains, run, urls.Select(url => new PlannedSource(SourceName.ForUrl(url), Source(url))), options, cancellation);
        return await Watch(grains, run, cancellation, onOutcomes);
    }

    public static async Task Start(IGrainFactory grains, string run, IEnumerable<PlannedSource> sources, GatherOptions options, CancellationToken cancellation)
    {
        var gather = grains.GetGrain<IGatherGrain>(GrainKeys.Run(run));
        await UntilAnswered(() => gather.Begin(options), cancellation);
        var pages = sources.Chunk(GatherLimits.ShardSize).ToList();
        await Parallel.ForEachAsync(
            pages.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = GatherLimits.PagesAtOnce, CancellationToken = cancellation },
            async (page, stop) => await UntilAnswered(() => gather.Add(page.Index, ImmutableArray.Create(page.Item)), stop));
        await UntilAnswered(() => gather.Start(pages.Count), cancellation);
    }

    public static async Task<(RunStatus Status, IReadOnlyList<Outcome> Outcomes)> Watch(
        IGrainFactory grains, string run, CancellationToken cancellation, Func<int, Task>? onOutcomes = null)
    {
        var gather = grains.GetGrain<IGatherGrain>(GrainKeys.Run(run));
        var seen = new Dictionary<(int, int), Outcome>();
        var cursor = WatchCursor.Start;
        while (true)
        {
            OutcomePage page = null!;
            await UntilAnswered(async () => page = await gather.Watch(cursor), cancellation);
            cursor = page.Next;
            foreach (var outcome in page.Outcomes)
            {
                seen.TryAdd((outcome.Shard, outcome.Position), outcome);
            }

            if (onOutcomes is not null)
            {
                await onOutcomes(seen.Count);
            }

            if (page.Status.HasEnded && page.Outcomes.IsEmpty)
            {
                return (page.Status, [.. seen.Values]);
            }
        }
    }

    private static async Task UntilAnswered(Func<Task> call, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                await call();
                return;
            }
            catch (Exception e) when (e is OrleansException or TimeoutException or OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
            }
        }
    }
}
