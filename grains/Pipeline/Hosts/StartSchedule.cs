namespace Gleaner.Pipeline.Hosts;

/// <summary>Hands out start times, each once, a short while ahead.</summary>
internal sealed class StartSchedule(TimeSpan first)
{
    /// <summary>Nothing later than this is handed out: what a dead silo takes along, and what a new activation cannot know of.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(250);

    /// <summary>Length of the block that a silo gets at a time, so that silos take turns.</summary>
    public static readonly TimeSpan Block = TimeSpan.FromMilliseconds(200);

    // Where starts are closer than a call is long, some are handed out before they are asked for. Elsewhere each one counts.
    private static readonly TimeSpan Close = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Surplus = TimeSpan.FromMilliseconds(100);

    /// <summary>The next one, never handed out yet.</summary>
    public TimeSpan Next { get; private set; } = first;

    /// <summary>When start times can be handed out again.</summary>
    public TimeSpan OpensAt => Next - Ahead;

    /// <param name="wanted">Exchanges that could begin now, 1 or more.</param>
    /// <param name="lead">The first may not be sooner than this from now.</param>
    /// <returns>Null when the next one is too far ahead.</returns>
    public StartTimes? Take(int wanted, HostLimits limits, TimeSpan lead, TimeSpan now)
    {
        if (OpensAt > now)
        {
            return null;
        }

        var block = Math.Max(1, (int)Math.Min(int.MaxValue, Block / limits.Spacing));
        var count = Math.Max(Math.Min(wanted, block), limits.Spacing < Close ? (int)Math.Min(block, Surplus / limits.Spacing) : 0);
        var first = Next > now + lead ? Next : now + lead;
        Next = first + (limits.Spacing * count);
        return new StartTimes(first - now, limits.Spacing, count);
    }
}
