using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>A timer whose ticks are turns of its grain. It ends with the activation.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Takes effect at once, or after the tick that runs now.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}

public readonly struct GrainTimerCreationOptions
{
    public GrainTimerCreationOptions()
    {
    }

    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>Until the first tick; zero for at once, infinite for never.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>From the end of one tick to the start of the next; infinite for a single tick.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether ticks may run between the turns of requests. Default: no.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether ticks hold off idle collection. Default: no.</summary>
    public bool KeepAlive { get; init; }
}
