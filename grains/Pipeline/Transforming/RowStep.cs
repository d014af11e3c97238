namespace Gleaner.Pipeline.Transforming;

/// <summary>What becomes of a row at one step.</summary>
/// <param name="Keep">False for a row that a filter leaves out or that is bad.</param>
/// <param name="Bad">Why it is bad: a clause that names field and value; else null.</param>
internal readonly record struct RowVerdict(bool Keep, string? Bad)
{
    public static RowVerdict Kept => new(true, null);

    public static RowVerdict LeftOut => new(false, null);

    public static RowVerdict Refused(string reason) => new(false, reason);
}

/// <summary>One step of a transform, made ready once for many rows. Where a field is not there, a step has nothing to do unless it says otherwise.</summary>
internal abstract class RowStep
{
    public abstract RowVerdict Apply(RowFields row);
}
