using Gleaner.Pipeline.Hosts;

namespace Gleaner.Tests.Hosts;

public sealed class StartsInHandTests
{
    private static readonly TimeSpan Tolerance = Ms(50);
    private readonly StartsInHand _starts = new();

    [Fact]
    public void TryTake_EachInItsTime_IsGoodOnce()
    {
        _starts.Add(new StartTimes(Ms(10), Ms(20), 3), Tolerance, made: Ms(0), now: Ms(0));
        Assert.False(_starts.TryTake(Ms(9)));
        Assert.Equal(Ms(10), _starts.Next(Ms(9)));
        Assert.True(_starts.TryTake(Ms(10)));
        Assert.False(_starts.TryTake(Ms(10)));
        Assert.True(_starts.TryTake(Ms(31)));
        Assert.True(_starts.TryTake(Ms(50)));
        Assert.Null(_starts.Next(Ms(50)));
    }

    [Fact]
    public void TryTake_AfterAPause_WhatWasMissedIsLost()
    {
        _starts.Add(new StartTimes(TimeSpan.Zero, Ms(20), 50), Tolerance, made: Ms(0), now: Ms(0));
        var taken = 0;
        while (_starts.TryTake(Ms(500)))
        {
            taken++;
        }

        // Of 26 that were due only those of the last 50 ms are left.
        Assert.Equal(3, taken);
    }

    [Fact]
    public void Add_AnswerUnderWayLongerThanTheTolerance_IsOfNoUseAndAsksForMoreLead()
    {
        _starts.Add(new StartTimes(TimeSpan.Zero, Ms(20), 1), Tolerance, made: Ms(0), now: Ms(70));
        Assert.Null(_starts.Next(Ms(70)));
        Assert.Equal(Ms(140), _starts.Lead);
        _starts.Add(new StartTimes(Ms(140), Ms(20), 1), Tolerance, made: Ms(100), now: Ms(110));
        Assert.Equal(Ms(250), _starts.Next(Ms(110)));
        Assert.Equal(Ms(70), _starts.Lead);
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
