using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Hosts;

/// <summary>What is kept on a host: politeness with its defaults put in and its rates turned into a distance between starts.</summary>
/// <param name="MaxConcurrency">Exchanges under way at once.</param>
/// <param name="Spacing">Time from one start to the next; zero is no such limit.</param>
/// <param name="Tolerance">How much later than its time a start may be made without breaking a limit; later than that its time is lost.</param>
/// <param name="CircuitFailures">Transport failures in a row that open the circuit; 0 never.</param>
/// <param name="CircuitPause">How long it stays open before a probe.</param>
[GenerateSerializer, Immutable, Alias("gleaner.HostLimits")]
public readonly record struct HostLimits(
    [property: Id(0)] int MaxConcurrency,
    [property: Id(1)] TimeSpan Spacing,
    [property: Id(2)] TimeSpan Tolerance,
    [property: Id(3)] int CircuitFailures,
    [property: Id(4)] TimeSpan CircuitPause)
{
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeastSlack = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan UsualSlack = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostSlack = TimeSpan.FromSeconds(1);

    /// <summary>No limit at all: what is stricter than nothing.</summary>
    public static HostLimits None { get; } = new(int.MaxValue, TimeSpan.Zero, TimeSpan.Zero, 0, TimeSpan.Zero);

    public bool AreSpaced => Spacing > TimeSpan.Zero;

    public static HostLimits Of(PolitenessDefinition politeness)
    {
        var failures = politeness.CircuitFailures ?? PolitenessDefinition.DefaultCircuitFailures;
        var limits = new HostLimits(
            Math.Max(1, politeness.MaxConcurrency ?? PolitenessDefinition.DefaultMaxConcurrency),
            TimeSpan.Zero,
            TimeSpan.Zero,
            failures,
            failures > 0 ? politeness.CircuitPause ?? DefaultPause : TimeSpan.Zero);
        if (politeness.Delay is { } delay && delay > TimeSpan.Zero)
        {
            limits = limits.Spaced(delay, 1);
        }

        return politeness is { Rate: { } rate, RateInterval: { } interval } ? limits.Spaced(interval, rate) : limits;
    }

    /// <summary>Both kept.</summary>
    public HostLimits And(HostLimits other) => new(
        Math.Min(MaxConcurrency, other.MaxConcurrency),
        Spacing > other.Spacing ? Spacing : other.Spacing,
        !other.AreSpaced ? Tolerance : !AreSpaced || other.Tolerance < Tolerance ? other.Tolerance : Tolerance,
        CircuitFailures == 0 ? other.CircuitFailures : other.CircuitFailures == 0 ? CircuitFailures : Math.Min(CircuitFailures, other.CircuitFailures),
        CircuitPause > other.CircuitPause ? CircuitPause : other.CircuitPause);

    /// <summary>
    /// Starts that are (interval + slack) ÷ n apart and up to slack late are at most n in any interval. Half of the slack is for
    /// our own lateness, the other half for what happens on the way to the server.
    /// </summary>
    private HostLimits Spaced(TimeSpan interval, int starts)
    {
        var most = Longer(UsualSlack, Shorter(interval / 60, MostSlack));
        var slack = Longer(LeastSlack, Shorter(interval / 10, most));
        return And(new HostLimits(int.MaxValue, (interval + slack) / Math.Max(1, starts), slack / 2, 0, TimeSpan.Zero));
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
