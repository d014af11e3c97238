using Gleaner.Pipeline.Telemetry;

namespace Gleaner.Pipeline.Sources;

/// <summary>
/// Counts the active sources of a silo. Above a bound a source leaves as soon as its fetch is done,
/// so that a run over 100,000 sources does not keep 100,000 activations.
/// </summary>
public sealed class ActiveSources
{
    public ActiveSources(PipelineMetrics metrics) => metrics.Observe("gleaner.sources.active", "Source grains in memory.", () => Volatile.Read(ref _count));

    /// <summary>Active sources that a silo keeps for the next run, at most about 8 KB each: one that is there need not be made, nor its state read.</summary>
    public const int Kept = 20_000;

    private int _count;

    public bool AreTooMany => Volatile.Read(ref _count) > Kept;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave() => Interlocked.Decrement(ref _count);
}
