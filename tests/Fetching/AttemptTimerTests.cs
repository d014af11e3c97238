using Gleaner.Pipeline.Fetching;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Fetching;

public sealed class AttemptTimerTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly AttemptTimer _timer;

    public AttemptTimerTests() => _timer = new AttemptTimer(_clock);

    [Theory]
    [InlineData(10, 30, 10, nameof(TimeBound.Attempt))]
    [InlineData(10, 4, 4, nameof(TimeBound.Deadline))]
    [InlineData(10, 10, 10, nameof(TimeBound.Deadline))]
    [InlineData(10, 0, 0, nameof(TimeBound.Deadline))]
    [InlineData(10, -1, 0, nameof(TimeBound.Deadline))]
    public void Start_EarlierBound_Fires(int attempt, int deadline, int firesAfter, string bound)
    {
        _timer.Start(TimeSpan.FromSeconds(attempt), TimeSpan.FromSeconds(deadline), CancellationToken.None);

        Assert.Equal(firesAfter, SecondsUntilFired());
        Assert.Equal(bound, _timer.Bound.ToString());
    }

    [Fact]
    public void Start_EndlessBounds_AreAccepted() => _timer.Start(TimeSpan.MaxValue, TimeSpan.MaxValue, CancellationToken.None);

    [Fact]
    public void ExpectBytesWithin_LessThanLeft_FiresAsIdle()
    {
        _timer.Start(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), CancellationToken.None);
        _timer.ExpectBytesWithin(TimeSpan.FromSeconds(5));

        Assert.Equal(5, SecondsUntilFired());
        Assert.Equal(TimeBound.Idle, _timer.Bound);
    }

    [Fact]
    public void ExpectBytesWithin_BytesKeepComing_TheAttemptEndsAllTheSame()
    {
        _timer.Start(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), CancellationToken.None);
        for (var second = 0; second < 9; second++)
        {
            _timer.ExpectBytesWithin(TimeSpan.FromSeconds(5));
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.False(_timer.Token.IsCancellationRequested);
        }

        _timer.ExpectBytesWithin(TimeSpan.FromSeconds(5));

        Assert.Equal(1, SecondsUntilFired());
        Assert.Equal(TimeBound.Attempt, _timer.Bound);
    }

    [Fact]
    public void Pause_Long_NeitherFiresNorCounts()
    {
        _timer.Start(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(3));
        _timer.Pause();
        _clock.Advance(TimeSpan.FromSeconds(100));
        Assert.False(_timer.Token.IsCancellationRequested);
        _timer.Resume(charged: TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromSeconds(27), _timer.DeadlineLeft);
        Assert.Equal((TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(100)), (_timer.Paused, _timer.Uncharged));
        Assert.Equal(7, SecondsUntilFired());
        Assert.Equal(TimeBound.Attempt, _timer.Bound);
    }

    [Fact]
    public void Resume_ChargedPause_ShortensTheDeadlineOnly()
    {
        _timer.Start(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), CancellationToken.None);
        _timer.Pause();
        _clock.Advance(TimeSpan.FromSeconds(40));
        _timer.Resume(charged: TimeSpan.FromSeconds(22));

        Assert.Equal(TimeSpan.FromSeconds(8), _timer.DeadlineLeft);
        Assert.Equal(TimeSpan.FromSeconds(18), _timer.Uncharged);
        Assert.Equal(8, SecondsUntilFired());
        Assert.Equal(TimeBound.Deadline, _timer.Bound);
    }

    [Fact]
    public void Pause_CallerCancelsMeanwhile_IsCancelled()
    {
        using var caller = new CancellationTokenSource();
        _timer.Start(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), caller.Token);
        _timer.Pause();

        caller.Cancel();

        Assert.True(_timer.Token.IsCancellationRequested);
    }

    [Fact]
    public void Token_CallerCancels_IsCancelled()
    {
        using var caller = new CancellationTokenSource();
        _timer.Start(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), caller.Token);

        caller.Cancel();

        Assert.True(_timer.Token.IsCancellationRequested);
        Assert.False(_timer.TryReset());
    }

    [Fact]
    public async Task TryReset_NotFired_CanBeUsedAgainAndForgetsItsCaller()
    {
        // The framework takes back a source with a timer of its own clock only.
        using var timer = new AttemptTimer(TimeProvider.System);
        using var caller = new CancellationTokenSource();
        timer.Start(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), caller.Token);

        Assert.True(timer.TryReset());
        await caller.CancelAsync();
        Assert.False(timer.Token.IsCancellationRequested);

        timer.Start(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(30), CancellationToken.None);
        var fired = new TaskCompletionSource();
        await using var registration = timer.Token.Register(fired.SetResult);
        await fired.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    public void Dispose() => _timer.Dispose();

    private int SecondsUntilFired()
    {
        _clock.Advance(TimeSpan.Zero);
        for (var second = 0; second < 100; second++)
        {
            if (_timer.Token.IsCancellationRequested)
            {
                return second;
            }

            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        return int.MaxValue;
    }
}
