using Orleans.Concurrency;

namespace Gleaner.Pipeline.Hosts;

/// <summary>Keeps one host's limits for the whole cluster. Key: <see cref="Contracts.GrainKeys.Host"/>.</summary>
[Alias("gleaner.IHostGrain")]
public interface IHostGrain : IGrainWithStringKey
{
    /// <summary>
    /// A silo says what it holds and wants; answered as soon as there is something new for it, at the latest after
    /// <see cref="HostLease.AnswerWithin"/>. A later question of the same silo takes the place of this one.
    /// </summary>
    /// <returns>Null when the question was overtaken by a later one, or cannot be answered now: ask again.</returns>
    [Alias("Lease"), AlwaysInterleave]
    Task<HostGrant?> Lease(HostAsk ask);
}

/// <summary>Times of a lease.</summary>
internal static class HostLease
{
    /// <summary>A silo may begin exchanges for so long after an answer; then its slots go to others.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(8);

    /// <summary>Longest wait for an answer: a silo that asks again and again renews well before its lease ends.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(3);
}

/// <summary>All that a silo says of itself, each time anew, so that a lost call costs nothing.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.HostAsk")]
public sealed record HostAsk
{
    /// <summary>The silo's address with its generation.</summary>
    [Id(0)] public required string Silo { get; init; }

    /// <summary>Grows with every question of this silo, to whichever host.</summary>
    [Id(1)] public required long Sequence { get; init; }

    /// <summary>Slots that it goes on holding: never fewer than <see cref="InUse"/>. Until the answer it uses no more than these.</summary>
    [Id(2)] public required int Holds { get; init; }

    /// <summary>Exchanges under way.</summary>
    [Id(3)] public required int InUse { get; init; }

    /// <summary>Exchanges that wait to begin.</summary>
    [Id(4)] public required int Waiting { get; init; }

    /// <summary>The strictest of what its sources asked lately.</summary>
    [Id(5)] public required HostLimits Limits { get; init; }

    /// <summary>What the last answer said; null in the first question after a pause.</summary>
    [Id(6)] public HostTerms? Known { get; init; }

    /// <summary>Answer at once: it may not begin anything before the answer.</summary>
    [Id(7)] public bool MustAnswer { get; init; }

    /// <summary>Start times it has left.</summary>
    [Id(8)] public int StartsLeft { get; init; }

    /// <summary>Start times earlier than so long after the answer would reach it too late.</summary>
    [Id(9)] public TimeSpan Lead { get; init; }

    /// <summary>Exchanges that brought a response, since <see cref="Known"/> was null.</summary>
    [Id(10)] public long Successes { get; init; }

    /// <summary>Exchanges that failed in the transport, since <see cref="Known"/> was null.</summary>
    [Id(11)] public long Failures { get; init; }

    /// <summary>How many of the last exchanges failed in a row.</summary>
    [Id(12)] public int FailuresInARow { get; init; }

    /// <summary>True when the silo is through with the host for now.</summary>
    public bool Leaves => Holds == 0 && Waiting == 0;
}

/// <summary>What holds for a silo until it is told otherwise.</summary>
/// <param name="Share">Most slots it may go on holding: what it has above is given back as exchanges end. <see cref="int.MaxValue"/> when nobody wants any.</param>
/// <param name="Spacing">Above zero every exchange needs a start time of the grain's.</param>
/// <param name="Tolerance">How late a start time may be used.</param>
/// <param name="Troubled">Transport failures are being counted: tell of each exchange's end at once.</param>
[GenerateSerializer, Immutable, Alias("gleaner.HostTerms")]
public sealed record HostTerms(
    [property: Id(0)] int Share,
    [property: Id(1)] TimeSpan Spacing,
    [property: Id(2)] TimeSpan Tolerance,
    [property: Id(3)] bool Troubled);

/// <summary>Start times, evenly spaced: one exchange each.</summary>
/// <param name="FirstIn">From the answer to the first.</param>
[GenerateSerializer, Immutable, Alias("gleaner.StartTimes")]
public sealed record StartTimes([property: Id(0)] TimeSpan FirstIn, [property: Id(1)] TimeSpan Spacing, [property: Id(2)] int Count);

/// <summary>The host's answer.</summary>
/// <param name="Slots">Slots that the silo holds from now on, for <see cref="HostLease.Length"/>.</param>
/// <param name="HeldFor">How long the grain kept the question: lets the silo know when the answer was made.</param>
/// <param name="ClosedFor">Above zero: nobody begins an exchange for so long.</param>
/// <param name="Probe">The one slot is for one exchange, whose end decides whether the host opens again.</param>
[GenerateSerializer, Immutable, Alias("gleaner.HostGrant")]
public sealed record HostGrant(
    [property: Id(0)] int Slots,
    [property: Id(1)] HostTerms Terms,
    [property: Id(2)] StartTimes? Starts,
    [property: Id(3)] TimeSpan HeldFor,
    [property: Id(4)] TimeSpan ClosedFor,
    [property: Id(5)] bool Probe);
