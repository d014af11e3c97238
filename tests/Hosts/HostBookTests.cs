using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Hosts;

namespace Gleaner.Tests.Hosts;

/// <summary>The host's decisions, with a time that the tests move.</summary>
public sealed class HostBookTests
{
    private static readonly PolitenessDefinition Eight = new();

    private readonly HostBook _book = new(TimeSpan.Zero, [], TimeSpan.Zero);
    private TimeSpan _now;
    private long _sequence;

    [Fact]
    public void Settle_FirstQuestion_GetsItsSlotsAndABlockMore()
    {
        var grant = Answer(_book, Ask("a", waiting: 1));
        Assert.InRange(grant!.Slots, 2, 7);
        Assert.Equal(int.MaxValue, grant.Terms.Share);
    }

    [Fact]
    public void Settle_AnyNumberOfSilos_NeverGivesMoreThanTheLimit()
    {
        var held = new Dictionary<string, int>();
        foreach (var silo in new[] { "a", "b", "c", "a", "b", "c" })
        {
            if (Answer(_book, Ask(silo, holds: held.GetValueOrDefault(silo), inUse: held.GetValueOrDefault(silo), waiting: 20)) is { } grant)
            {
                held[silo] = grant.Slots;
            }
        }

        Assert.Equal(8, held.Values.Sum());
    }

    [Fact]
    public void Settle_SecondSiloWantsSlots_FirstIsToldAtOnceAndGivesThemBack()
    {
        var slots = Answer(_book, Ask("a", waiting: 8))!;
        Assert.Equal(8, slots.Slots);
        var waitsForNews = _book.Ask(Ask("a", holds: 8, inUse: 8, waiting: 10, known: slots.Terms), _now);
        Assert.Empty(_book.Settle(_now));

        Answer(_book, Ask("b", waiting: 10));
        var told = Told(waitsForNews)!;
        Assert.Equal((8, 4), (told.Slots, told.Terms.Share));

        // What a gives back, b has in the same moment.
        var b = _book.Ask(Ask("b", waiting: 10, known: told.Terms with { Share = int.MaxValue }), _now);
        _book.Ask(Ask("a", holds: 6, inUse: 6, waiting: 12, known: told.Terms), _now);
        Assert.Equal(2, Told(b)!.Slots);
    }

    [Fact]
    public void Settle_SiloFallsSilent_ItsSlotsComeBackWithTheEndOfItsLease()
    {
        Assert.Equal(8, Answer(_book, Ask("dead", waiting: 8))!.Slots);
        var waits = _book.Ask(Ask("b", waiting: 8, known: new HostTerms(int.MaxValue, TimeSpan.Zero, TimeSpan.Zero, false)), _now);
        _now += HostLease.AnswerWithin;
        Assert.Equal(0, Told(waits)!.Slots);
        _now += HostLease.Length - HostLease.AnswerWithin - TimeSpan.FromMilliseconds(1);
        waits = _book.Ask(Ask("b", waiting: 8, known: Told(waits)?.Terms), _now);
        Assert.Equal(0, Told(waits)?.Slots ?? 0);
        waits = _book.Ask(Ask("b", waiting: 8), _now);
        _now += TimeSpan.FromMilliseconds(1);
        Assert.Equal(8, Told(waits)!.Slots);
    }

    [Fact]
    public void Ask_OlderQuestionComesLate_ChangesNothing()
    {
        var late = Ask("a", holds: 0, waiting: 8);
        Assert.Equal(8, Answer(_book, Ask("a", waiting: 8))!.Slots);
        var pending = _book.Ask(late, _now);
        Assert.True(pending.Answer.Task.IsCompletedSuccessfully);
        Assert.Null(Now(pending));
        Assert.True((Answer(_book, Ask("b", waiting: 1))?.Slots ?? 0) == 0);
    }

    [Fact]
    public void Ask_NewerQuestion_EndsTheOneThatWaits()
    {
        var grant = Answer(_book, Ask("a", waiting: 8))!;
        var first = _book.Ask(Ask("a", holds: 8, inUse: 8, known: grant.Terms), _now);
        _book.Ask(Ask("a", holds: 8, inUse: 8, known: grant.Terms), _now);
        Assert.True(first.Answer.Task.IsCompletedSuccessfully);
        Assert.Null(Now(first));
    }

    [Fact]
    public void Settle_StricterSourceComes_OthersAreToldAndItWaits()
    {
        var a = Answer(_book, Ask("a", waiting: 8))!;
        var news = _book.Ask(Ask("a", holds: 8, inUse: 8, waiting: 5, known: a.Terms), _now);
        var b = Answer(_book, Ask("b", waiting: 1, politeness: Eight with { MaxConcurrency = 2 }, mustAnswer: true))!;
        Assert.Equal(0, b.Slots);
        Assert.Equal(1, Told(news)!.Terms.Share);
    }

    [Fact]
    public void Settle_NewActivationThatMustHearOthers_GivesNothingBefore()
    {
        var book = new HostBook(TimeSpan.Zero, ["a", "b"], HostLease.Length);
        var b = book.Ask(Ask("b", holds: 3, inUse: 3, waiting: 5, known: Terms), _now);
        Assert.Empty(book.Settle(_now));
        // The other one says what it has: now everybody is heard.
        var a = Answer(book, Ask("a", holds: 4, inUse: 4, known: Terms, mustAnswer: true))!;
        Assert.Equal(4, a.Slots);
        Assert.Equal(4, Now(b)!.Slots);
    }

    [Fact]
    public void Settle_NewActivationAndASiloThatIsGone_WaitsForItsLeaseToEnd()
    {
        var book = new HostBook(TimeSpan.Zero, ["gone"], HostLease.Length);
        var b = book.Ask(Ask("b", waiting: 5, known: Terms), _now);
        Assert.Empty(book.Settle(_now));
        Assert.Equal(HostLease.AnswerWithin, book.SettleAgainAt(_now));
        _now = HostLease.AnswerWithin;
        Assert.Single(book.Settle(_now));
        b = book.Ask(Ask("b", waiting: 5, known: Terms), _now);
        Assert.Empty(book.Settle(_now));
        _now = HostLease.Length;
        Tell(book);
        Assert.True(Now(b)!.Slots >= 5);
    }

    [Fact]
    public void Settle_NewActivationAndTheSameEndpointInALaterLife_WaitsForNobody()
    {
        var book = new HostBook(TimeSpan.Zero, ["127.0.0.1:11111@100"], HostLease.Length);
        Assert.True(Answer(book, Ask("127.0.0.1:11111@101", waiting: 5))!.Slots >= 5);
    }

    [Fact]
    public void Settle_Rate_ThreeSilosGetDifferentTimes()
    {
        var politeness = Eight with { Rate = 50, RateInterval = TimeSpan.FromSeconds(1), MaxConcurrency = 9 };
        var spacing = HostLimits.Of(politeness).Spacing;
        var times = new List<TimeSpan>();
        for (; _now < TimeSpan.FromSeconds(3); _now += TimeSpan.FromMilliseconds(30))
        {
            foreach (var silo in new[] { "a", "b", "c" })
            {
                if (Answer(_book, Ask(silo, holds: 3, waiting: 30, politeness: politeness))?.Starts is { } starts)
                {
                    times.AddRange(Enumerable.Range(0, starts.Count).Select(i => _now + starts.FirstIn + (starts.Spacing * i)));
                }
            }
        }

        times.Sort();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= spacing));
        Assert.InRange(times.Count, 120, 160);
    }

    [Fact]
    public void Settle_FailuresOfTwoSilos_CloseTheHostForAllAndOneProbeOpensIt()
    {
        var politeness = Eight with { CircuitFailures = 4, CircuitPause = TimeSpan.FromSeconds(30) };
        var a = Answer(_book, Ask("a", waiting: 2, politeness: politeness))!;
        var b = Answer(_book, Ask("b", waiting: 2, politeness: politeness))!;
        Answer(_book, Ask("a", holds: 2, waiting: 2, politeness: politeness, known: a.Terms, failures: 2));
        var closed = Answer(_book, Ask("b", holds: 2, waiting: 2, politeness: politeness, known: b.Terms, failures: 2))!;
        Assert.Equal(TimeSpan.FromSeconds(30), closed.ClosedFor);
        Assert.Equal(0, closed.Terms.Share);
        Answer(_book, Ask("a", politeness: politeness, known: closed.Terms, failures: 2));

        _now += TimeSpan.FromSeconds(30);
        var probe = Answer(_book, Ask("b", waiting: 5, politeness: politeness, known: closed.Terms, failures: 2))!;
        Assert.Equal((1, true, TimeSpan.Zero), (probe.Slots, probe.Probe, probe.ClosedFor));
        var waits = _book.Ask(Ask("a", waiting: 5, politeness: politeness, known: probe.Terms, failures: 2), _now);
        Assert.Empty(_book.Settle(_now));

        Answer(_book, Ask("b", waiting: 4, politeness: politeness, known: probe.Terms, failures: 2, successes: 1));
        Assert.True(Told(waits)!.Slots > 0);
    }

    private static HostTerms Terms { get; } = new(int.MaxValue, TimeSpan.Zero, TimeSpan.Zero, false);

    private HostAsk Ask(
        string silo, int holds = 0, int inUse = 0, int waiting = 0, PolitenessDefinition? politeness = null, HostTerms? known = null, bool mustAnswer = false, int failures = 0, int successes = 0) => new()
        {
            Silo = silo,
            Sequence = ++_sequence,
            Holds = holds,
            InUse = inUse,
            Waiting = waiting,
            Limits = HostLimits.Of(politeness ?? Eight),
            Known = known,
            MustAnswer = mustAnswer,
            Failures = failures,
            FailuresInARow = successes > 0 ? 0 : failures,
            Successes = successes,
        };

    private HostGrant? Answer(HostBook book, HostAsk ask)
    {
        var pending = book.Ask(ask, _now);
        Tell(book);
        return Now(pending);
    }

    private HostGrant? Told(PendingAsk pending)
    {
        Tell(_book);
        return Now(pending);
    }

    private static HostGrant? Now(PendingAsk pending) => pending.Answer.Task.IsCompletedSuccessfully ? pending.Answer.Task.GetAwaiter().GetResult() : null;

    private void Tell(HostBook book)
    {
        foreach (var (pending, grant) in book.Settle(_now))
        {
            pending.Answer.TrySetResult(grant);
        }
    }
}
