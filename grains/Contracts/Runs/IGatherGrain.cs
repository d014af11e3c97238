using System.Collections.Immutable;
using Gleaner.Contracts.Sources;
using Orleans.Concurrency;

namespace Gleaner.Contracts.Runs;

/// <summary>
/// The coordinator of one run. Key: <see cref="GrainKeys.Run"/>. A client plans page by page, starts, then watches.
/// Every call may be repeated after an unknown outcome: run id and page number make it harmless.
/// </summary>
[Alias("gleaner.IGatherGrain")]
public interface IGatherGrain : IGrainWithStringKey
{
    /// <summary>Writes the run down with its options. Nothing is fetched yet.</summary>
    [Alias("Begin")]
    Task Begin(GatherOptions options);

    /// <summary>
    /// Adds one page of the plan, which becomes one shard. <see cref="GatherLimits.PagesAtOnce"/> pages may be on their way at once:
    /// each waits for its own commit.
    /// </summary>
    /// <param name="page">0-based, without gaps once all have answered.</param>
    /// <param name="sources">1 to <see cref="GatherLimits.ShardSize"/> sources; a name may stand in the whole plan only once.</param>
    [Alias("Add"), AlwaysInterleave]
    Task Add(int page, ImmutableArray<PlannedSource> sources);

    /// <summary>Commits the plan and starts the run.</summary>
    /// <param name="pages">How many pages were added.</param>
    [Alias("Start")]
    Task<RunStatus> Start(int pages);

    /// <summary>Outcomes that the watcher has not seen; waits a few seconds for the first when there is none.</summary>
    [Alias("Watch"), AlwaysInterleave]
    Task<OutcomePage> Watch(WatchCursor cursor, CancellationToken cancellation = default);

    /// <summary>How many sources each shard of the started plan has, in the order of the plan.</summary>
    [Alias("GetShardSizes"), AlwaysInterleave]
    Task<ImmutableArray<int>> GetShardSizes();

    [Alias("GetStatus"), AlwaysInterleave]
    Task<RunStatus> GetStatus();

    /// <summary>Stops the run and keeps the outcomes it has. A run that has ended stays as it is.</summary>
    [Alias("Cancel"), AlwaysInterleave]
    Task<RunStatus> Cancel();
}

/// <summary>Bounds of a plan.</summary>
public static class GatherLimits
{
    /// <summary>Most sources in one shard, and so in one page of a plan.</summary>
    public const int ShardSize = 256;

    /// <summary>Most pages that a client adds at the same time.</summary>
    public const int PagesAtOnce = 8;
}

/// <summary>One source of a plan.</summary>
/// <param name="Name">The source's name.</param>
/// <param name="Definition">The source as this run wants it, or null for an applied source.</param>
[GenerateSerializer, Immutable, Alias("gleaner.PlannedSource")]
public sealed record PlannedSource([property: Id(0)] string Name, [property: Id(1)] SourceDefinition? Definition);

/// <summary>How far a watcher has read. <see cref="Start"/> reads from the beginning.</summary>
/// <param name="Epoch">The coordinator activation that numbered the outcomes; after another took over the watcher starts at 0 again and drops what it has seen by (shard, position).</param>
/// <param name="After">How many outcomes of that epoch the watcher has.</param>
[GenerateSerializer, Immutable, Alias("gleaner.WatchCursor")]
public sealed record WatchCursor([property: Id(0)] string Epoch, [property: Id(1)] int After)
{
    public static readonly WatchCursor Start = new("", 0);
}

/// <summary>One answer to a watcher.</summary>
/// <param name="Outcomes">In the order in which the coordinator learned of them; at most a few hundred.</param>
/// <param name="Next">The cursor to ask with next.</param>
/// <param name="Status">The run as it is now; the watcher is done once it has ended and <see cref="Outcomes"/> is empty.</param>
[GenerateSerializer, Immutable, Alias("gleaner.OutcomePage")]
public sealed record OutcomePage(
    [property: Id(0)] ImmutableArray<Outcome> Outcomes,
    [property: Id(1)] WatchCursor Next,
    [property: Id(2)] RunStatus Status);
