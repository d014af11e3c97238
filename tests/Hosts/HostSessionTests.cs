using System.Collections.Concurrent;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline;
using Gleaner.Pipeline.Fetching;
using Gleaner.Pipeline.Hosts;
using Gleaner.Tests.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gleaner.Tests.Hosts;

/// <summary>One host on one silo, its grain's answers given by the test.</summary>
public sealed class HostSessionTests : IDisposable
{
    private const string Host = "http://a:80";
    private static readonly HostLimits Limits = HostLimits.Of(new PolitenessDefinition());
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedHost _host = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly HeldHosts _held;
    private readonly HostSession _session;
    private readonly HostSession _withEarlyTimers;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HostSessionTests()
    {
        _held = new HeldHosts(_time);
        _session = Session(_time);
        _withEarlyTimers = Session(new EarlyTimers(_time));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    [Fact]
    public async Task TryEnter_FirstOne_AsksAndTellsThatItWaits()
    {
        var told = new ConcurrentQueue<bool>();
        var entering = Enter(waiting: told.Enqueue);
        Assert.False(entering.IsCompleted);
        Assert.Equal([true], told);
        var question = await _host.Next();
        Assert.Equal((0, 0, 1, Limits), (question.Ask.Holds, question.Ask.InUse, question.Ask.Waiting, question.Ask.Limits));
        question.Grant(4);
        Assert.Null((await entering).Refusal);
        Assert.Equal([true, false], told);
    }

    [Fact]
    public async Task TryEnter_SlotsInHand_NeedsNoCallAndNoWait()
    {
        await EnterFirst(slots: 2);
        var told = new ConcurrentQueue<bool>();
        var second = Enter(waiting: told.Enqueue);
        Assert.True(second.IsCompletedSuccessfully);
        for (var i = 0; i < 1_000; i++)
        {
            (await second).Exit(transportFailed: false, null);
            second = Enter(waiting: told.Enqueue);
            Assert.True(second.IsCompletedSuccessfully);
        }

        Assert.Empty(told);
        Assert.False(_host.HasQuestion);
    }

    [Fact]
    public async Task Talk_AnswerNeverComes_AsksAgain()
    {
        var entering = Enter();
        var lost = await _host.Next();
        await _time.TimerSet(HostLease.Length);
        _time.Advance(HostLease.Length);
        var again = await Eventually(ask => ask.Sequence > lost.Ask.Sequence);
        Assert.Equal(1, again.Ask.Waiting);
        again.Grant(1);
        await entering;
    }

    [Fact]
    public async Task Exit_OthersWait_TheyComeInTheirOrder()
    {
        var first = await EnterFirst(slots: 1);
        var second = Enter();
        var third = Enter();
        Assert.False(second.IsCompleted);
        first.Exit(transportFailed: false, null);
        (await second).Exit(transportFailed: false, null);
        Assert.Null((await third).Refusal);
    }

    [Fact]
    public async Task Exit_Twice_GivesBackOnce()
    {
        var first = await EnterFirst(slots: 1);
        first.Exit(transportFailed: false, null);
        first.Exit(transportFailed: false, null);
        Assert.True(Enter().IsCompletedSuccessfully);
        Assert.False(Enter().IsCompleted);
    }

    [Fact]
    public async Task TryEnter_Cancelled_LeavesTheQueue()
    {
        var first = await EnterFirst(slots: 1);
        using var cancel = new CancellationTokenSource();
        var given = Enter(cancel.Token);
        var next = Enter();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        first.Exit(transportFailed: false, null);
        await next;
    }

    [Fact]
    public async Task TryEnter_HostIsHeldForLessThanItsPatience_WaitsAndIsChargedForIt()
    {
        await EnterFirst(slots: 2);
        _held.Hold(Host, _time.GetUtcNow().AddSeconds(3));
        var entering = Enter();
        Assert.False(entering.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(entering.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(TimeSpan.FromSeconds(3), (await entering).HeldBack);
    }

    [Fact]
    public async Task Look_HostIsHeldForMoreThanAWaitersPatience_TurnsItAway()
    {
        var first = await EnterFirst(slots: 1);
        var entering = Enter();
        var until = _time.GetUtcNow() + Patience + TimeSpan.FromSeconds(1);
        _held.Hold(Host, until);
        _session.Look();
        var pass = await entering;
        Assert.Equal((ErrorKind.RateLimited, until), (pass.Refusal!.Kind, pass.NotBefore));
        first.Exit(transportFailed: false, null);
        Assert.Equal(ErrorKind.RateLimited, (await Enter()).Refusal!.Kind);
    }

    [Fact]
    public async Task Take_HostIsClosed_TurnsAwayWhoWaitsAndWhoComes()
    {
        var entering = Enter();
        (await _host.Next()).Grant(0, ScriptedHost.Terms with { Share = 0 }, closedFor: TimeSpan.FromSeconds(30));
        var pass = await entering;
        Assert.Equal((ErrorKind.HostClosed, _time.GetUtcNow().AddSeconds(30)), (pass.Refusal!.Kind, pass.NotBefore));
        Assert.Equal(ErrorKind.HostClosed, (await Enter()).Refusal!.Kind);
    }

    [Fact]
    public async Task Take_OthersWantSlots_GivesBackEachAsItIsFree()
    {
        var first = await EnterFirst(slots: 2);
        var second = await Enter();
        var waits = Enter();
        var question = await _host.Next(ask => ask.Waiting == 1);
        question.Grant(2, ScriptedHost.Terms with { Share = 1 });
        await Eventually(ask => ask.Known?.Share == 1);
        first.Exit(transportFailed: false, null);
        var back = await Eventually(ask => ask.Holds == 1);
        Assert.Equal((1, 1), (back.Ask.InUse, back.Ask.Waiting));
        Assert.False(waits.IsCompleted);
        second.Exit(transportFailed: false, null);
        await waits;
    }

    [Fact]
    public async Task TryEnter_StricterThanTheGrainKnows_WaitsForItsAnswer()
    {
        await EnterFirst(slots: 4);
        var strict = HostLimits.Of(new PolitenessDefinition { MaxConcurrency = 1 });
        var entering = Enter(limits: strict);
        Assert.False(entering.IsCompleted);
        var question = await _host.Next(ask => ask.Limits.MaxConcurrency == 1);
        Assert.True(question.Ask.MustAnswer);
        question.Grant(4, ScriptedHost.Terms with { Share = 1 });
        await Eventually(ask => ask is { Holds: 1, Waiting: 1 });
        Assert.False(entering.IsCompleted);
    }

    [Fact]
    public async Task TryEnter_SpacedHost_BeginsAtEachStartTimeOnly()
    {
        var terms = ScriptedHost.Terms with { Spacing = TimeSpan.FromMilliseconds(100), Tolerance = TimeSpan.FromMilliseconds(50) };
        var first = Enter();
        var second = Enter();
        (await _host.Next()).Grant(4, terms, new StartTimes(TimeSpan.Zero, terms.Spacing, 2));
        await first;
        Assert.False(second.IsCompleted);
        await _time.TimerSet(TimeSpan.FromMilliseconds(100));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await second;
        Assert.False(Enter().IsCompleted);
    }

    [Fact]
    public async Task Exit_OfTheProbe_GivesItsSlotBackWithItsEnd()
    {
        var entering = Enter();
        var waits = Enter();
        (await _host.Next()).Grant(1, ScriptedHost.Terms with { Troubled = true }, probe: true);
        (await entering).Exit(transportFailed: false, null);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        var told = await Eventually(ask => ask.Successes == 1);
        Assert.Equal((0, 1, 0L), (told.Ask.Holds, told.Ask.Waiting, told.Ask.Failures));
        Assert.False(waits.IsCompleted);
    }

    [Fact]
    public async Task Exit_TransportFailed_IsToldAtOnce()
    {
        var first = await EnterFirst(slots: 4);
        var second = await Enter();
        first.Exit(transportFailed: true, null);
        var told = await Eventually(ask => ask.Failures == 1);
        Assert.Equal((1, 1), (told.Ask.FailuresInARow, told.Ask.InUse));
        second.Exit(transportFailed: false, null);
    }

    [Fact]
    public async Task TryEnter_LeaseRanOutAndTheGrainIsSilent_Waits()
    {
        await EnterFirst(slots: 4);
        _time.Advance(HostLease.Length);
        Assert.False(Enter().IsCompleted);
        var question = await Eventually(ask => ask.Waiting == 1);
        Assert.Equal((1, 1), (question.Ask.Holds, question.Ask.InUse));
    }

    [Fact]
    public async Task Look_NothingToDoForAMoment_LeavesTheHost()
    {
        (await EnterFirst(slots: 4)).Exit(transportFailed: false, null);
        var leaves = await Eventually(ask => ask.Leaves);
        leaves.Grant(0);
        await _ended.Task;
        Assert.False(_session.TryEnter(Limits, Patience, null, Cancellation, out _));
    }

    [Fact]
    public async Task TryEnter_TimersFireTooSoon_BeginsAtTheStartTimeAllTheSame()
    {
        var terms = ScriptedHost.Terms with { Spacing = TimeSpan.FromMilliseconds(100), Tolerance = TimeSpan.FromMilliseconds(50) };
        Assert.True(_withEarlyTimers.TryEnter(Limits, Patience, null, Cancellation, out var entering));
        var granted = _time.GetUtcNow();
        (await _host.Next()).Grant(4, terms, new StartTimes(TimeSpan.FromMilliseconds(30), terms.Spacing, 1));
        var entered = entering.AsTask();
        while (await Task.WhenAny(entered, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation)) != entered)
        {
            _time.Advance(TimeSpan.FromMilliseconds(5));
        }

        Assert.InRange(_time.GetUtcNow() - granted, TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(80));
    }

    private HostSession Session(TimeProvider time)
    {
        var backoff = new Backoff(new RandomJitter());
        var board = new HostBoardLink(null!, _held, backoff, time, NullLogger<HostBoardLink>.Instance);
        return new HostSession(Host, _host, new HostSessionContext("silo", board, _held, backoff, time, NullLogger.Instance, _stopping.Token), _ => _ended.SetResult());
    }

    private async Task<HostPass> EnterFirst(int slots)
    {
        var entering = Enter();
        (await _host.Next()).Grant(slots);
        return await entering;
    }

    private Task<HostPass> Enter(HostLimits? limits = null, Action<bool>? waiting = null) => Enter(Cancellation, limits, waiting);

    private Task<HostPass> Enter(CancellationToken cancellation, HostLimits? limits = null, Action<bool>? waiting = null)
    {
        Assert.True(_session.TryEnter(limits ?? Limits, Patience, waiting, cancellation, out var entered));
        return entered.AsTask();
    }

    /// <summary>Moves the clock until the session asks what the test waits for.</summary>
    private async Task<ScriptedHost.Question> Eventually(Func<HostAsk, bool> fits)
    {
        var question = _host.Next(fits);
        while (await Task.WhenAny(question, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation)) != question)
        {
            _time.Advance(TimeSpan.FromMilliseconds(5));
        }

        return await question;
    }
}
