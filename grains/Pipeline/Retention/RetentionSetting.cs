namespace Gleaner.Pipeline.Retention;

/// <summary>What the cluster prunes by itself, as it stands in the store.</summary>
/// <param name="NextAt">When the next pass is due.</param>
/// <param name="LastAt">When the last one ended; null before the first.</param>
/// <param name="LastRuns">Runs that it removed.</param>
/// <param name="LastOutcomes">Their outcomes.</param>
public sealed record RetentionSetting(RetentionRule Rule, DateTimeOffset NextAt, DateTimeOffset? LastAt, int LastRuns, long LastOutcomes);
