using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Pipeline.Coordination;

/// <summary>What the coordinator must know to go on after its silo died; outcomes are counted from the ledger.</summary>
public sealed class RunPlanState : VersionedState
{
    public const string StateName = "run";

    /// <summary>Storage provider of runs and shards: the stock AdoNet one.</summary>
    public const string StorageName = "runs";

    public GatherOptions Options { get; set; } = new();

    public RunState State { get; set; }

    /// <summary>Sources of each shard, by its number.</summary>
    public List<int> ShardSizes { get; set; } = [];

    public int Ok { get; set; }

    public int Failed { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}
