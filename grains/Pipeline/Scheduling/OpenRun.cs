namespace Gleaner.Pipeline.Scheduling;

/// <summary>A run that this bucket has started.</summary>
internal sealed class OpenRun(string run)
{
    public string Run { get; } = run;

    public bool HasEnded { get; set; }
}
