namespace Gleaner.Pipeline.Retention;

/// <summary>What a pass has removed so far, or would remove.</summary>
/// <param name="Before">Runs that ended before this were looked at.</param>
/// <param name="Runs">Runs that went.</param>
/// <param name="Outcomes">Their outcomes.</param>
/// <param name="Kept">Runs of that age that stay, because they are among the last ones or somebody needs them.</param>
public sealed record PruneReport(DateTimeOffset Before, int Runs, long Outcomes, int Kept);
