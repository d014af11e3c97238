using System.Collections.Immutable;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Coordination;

/// <summary>A shard's part of the plan, committed before its first fetch and dropped once the run has ended.</summary>
public sealed class ShardState : VersionedState
{
    public const string StateName = "shard";

    public GatherOptions Options { get; set; } = new();

    public ImmutableArray<PlannedSource> Sources { get; set; } = [];
}
