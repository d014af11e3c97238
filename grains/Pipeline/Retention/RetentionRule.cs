namespace Gleaner.Pipeline.Retention;

/// <summary>Which finished runs stay, whatever their age (docs/decisions/0127-what-is-pruned.md).</summary>
/// <param name="OlderThan">Runs that ended longer ago than this go. Zero and more.</param>
/// <param name="KeepLast">So many of the newest runs stay, and the runs of each applied source's so many newest outcomes. Zero and more.</param>
public sealed record RetentionRule(TimeSpan OlderThan, int KeepLast)
{
    public const int MostKept = 1_000;

    public static readonly RetentionRule Default = new(TimeSpan.FromDays(30), 5);
}
