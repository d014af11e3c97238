using System.Collections.Immutable;
using Gleaner.Contracts.Runs;
using Orleans.Concurrency;

namespace Gleaner.Pipeline.Coordination;

/// <summary>One part of a run. Key: <see cref="Contracts.GrainKeys.Shard"/>. Every call may be repeated.</summary>
[Alias("gleaner.IGatherShardGrain")]
public interface IGatherShardGrain : IGrainWithStringKey
{
    /// <summary>Commits this part of the plan. A shard that has a plan keeps it.</summary>
    /// <returns>How many sources the shard's plan has.</returns>
    [Alias("Prepare")]
    Task<int> Prepare(GatherOptions options, ImmutableArray<PlannedSource> sources);

    /// <summary>How many sources the shard's plan has; 0 when it has none.</summary>
    [Alias("Size"), AlwaysInterleave]
    Task<int> Size();

    /// <summary>Fetches with at most so many fetches under way (those that wait for their host do not count), and goes on until told to stop. Also the coordinator's sign of life.</summary>
    [Alias("Drive"), AlwaysInterleave]
    Task Drive(int slots);

    /// <summary>Withdraws what is under way, waits for it a few seconds and drops the plan. True once nothing is under way.</summary>
    [Alias("Stop"), AlwaysInterleave]
    Task<bool> Stop();

    /// <summary>Withdraws what is under way, as <see cref="Stop"/> does, and commits an outcome of <see cref="ErrorKind.RunDeadline"/> for every source without one.</summary>
    [Alias("Expire"), AlwaysInterleave]
    Task Expire();
}

/// <summary>Where shards bring their outcomes: the coordinator's other face.</summary>
[Alias("gleaner.IShardReports")]
public interface IShardReports : IGrainWithStringKey
{
    /// <summary>Takes committed outcomes; the answer is the shard's new number of slots, or <see cref="ShardReport.StopDriving"/>.</summary>
    [Alias("Report"), AlwaysInterleave]
    Task<int> Report(ShardReport report);
}

/// <summary>News of one shard.</summary>
/// <param name="Shard">0-based number in the run.</param>
/// <param name="Outcomes">Committed outcomes, newest last; repeated ones are dropped by their position.</param>
/// <param name="InFlight">Fetches under way, but for those that wait for their host's permission.</param>
/// <param name="Waiting">Sources not begun.</param>
[GenerateSerializer, Immutable, Alias("gleaner.ShardReport")]
public sealed record ShardReport(
    [property: Id(0)] int Shard,
    [property: Id(1)] ImmutableArray<Outcome> Outcomes,
    [property: Id(2)] int InFlight,
    [property: Id(3)] int Waiting)
{
    /// <summary>The run has ended: the shard withdraws what it has under way.</summary>
    public const int StopDriving = -1;
}
