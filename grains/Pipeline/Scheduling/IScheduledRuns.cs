using Gleaner.Contracts.Runs;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>The runs that schedules start.</summary>
internal interface IScheduledRuns
{
    /// <summary>Plans and starts a run, or does what is left of it.</summary>
    Task Start(TurnPlan plan, CancellationToken cancellation);

    /// <summary>Where a run stands; null when there is none.</summary>
    Task<RunState?> StateOf(string run, CancellationToken cancellation);

    /// <summary>The sources of some pages of a run whose outcome is committed.</summary>
    Task<IReadOnlySet<string>> Finished(string run, IEnumerable<int> pages, CancellationToken cancellation);
}
