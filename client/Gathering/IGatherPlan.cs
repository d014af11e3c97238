using System.Collections.Immutable;
using Gleaner.Contracts.Runs;

namespace Gleaner.Client.Gathering;

/// <summary>What a run is to gather, page by page, so that the plan of a large run is never whole in memory.</summary>
internal interface IGatherPlan
{
    /// <summary>How many sources there are, or null while that is not known.</summary>
    int? Count { get; }

    /// <summary>Pages of 1 to <see cref="GatherLimits.ShardSize"/> sources; a name stands in one page only.</summary>
    IAsyncEnumerable<ImmutableArray<PlannedSource>> ReadPages(CancellationToken cancellation);
}
