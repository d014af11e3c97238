using System.Globalization;
using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Telemetry;

namespace Gleaner.Pipeline.Coordination;

/// <summary>Counts the runs that a silo coordinates, and refuses what is too much at the door, before anything is written.</summary>
public sealed class ActiveRuns
{
    private readonly SiloLimits _limits;
    private readonly PipelineMetrics _metrics;
    private int _count;

    public ActiveRuns(SiloLimits limits, PipelineMetrics metrics)
    {
        (_limits, _metrics) = (limits, metrics);
        metrics.Observe("gleaner.runs.active", "Runs that this silo coordinates.", () => Volatile.Read(ref _count));
    }

    /// <summary>Lets a new run in.</summary>
    /// <exception cref="OverloadedException">The silo coordinates as many as it takes.</exception>
    public void Admit()
    {
        if (Interlocked.Increment(ref _count) <= _limits.MaxRuns)
        {
            return;
        }

        Leave();
        _metrics.Refused();
        throw new OverloadedException(string.Create(
            CultureInfo.InvariantCulture, $"The silo coordinates {_limits.MaxRuns:#,0} runs, which is as many as it takes at once; try again when some have ended."));
    }

    /// <summary>Counts a run that was let in before, perhaps on another silo.</summary>
    public void Resume() => Interlocked.Increment(ref _count);

    public void Leave() => Interlocked.Decrement(ref _count);

    /// <summary>Looks at the size of a plan.</summary>
    /// <exception cref="OverloadedException">It has more sources than a run may have.</exception>
    public void RefuseMoreThan(long sources)
    {
        if (sources > _limits.MaxSourcesPerRun)
        {
            _metrics.Refused();
            throw new OverloadedException(string.Create(
                CultureInfo.InvariantCulture, $"A run may have {_limits.MaxSourcesPerRun:#,0} sources at most; split it, or raise GLEANER_MAX_SOURCES where the silos run."));
        }
    }
}
