using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Sources;

namespace Gleaner.Tests.Sources;

public sealed class DueTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void After_NothingSaid_IsAtAnyTime() => Assert.Equal(new DueTime(null, DueReason.AtAnyTime), DueTime.After(Now, null, null, null));

    [Fact]
    public void After_SeveralReasons_TheLatestWins()
    {
        Assert.Equal(new DueTime(Now.AddMinutes(5), DueReason.Schedule), DueTime.After(Now, Now.AddMinutes(5), TimeSpan.FromMinutes(1), Now.AddMinutes(2)));
        Assert.Equal(new DueTime(Now.AddMinutes(9), DueReason.Freshness), DueTime.After(Now, Now.AddMinutes(5), TimeSpan.FromMinutes(9), Now.AddMinutes(2)));
        Assert.Equal(new DueTime(Now.AddMinutes(11), DueReason.RetryAfter), DueTime.After(Now, Now.AddMinutes(5), TimeSpan.FromMinutes(9), Now.AddMinutes(11)));
    }

    [Fact]
    public void After_ServerSaysAYear_IsADay()
    {
        Assert.Equal(new DueTime(Now.AddHours(24), DueReason.Freshness), DueTime.After(Now, null, TimeSpan.FromDays(365), null));
        Assert.Equal(new DueTime(Now.AddHours(24), DueReason.RetryAfter), DueTime.After(Now, null, null, Now.AddDays(365)));
    }

    [Fact]
    public void After_AWeeklyTurn_IsNotCutToADay() =>
        Assert.Equal(new DueTime(Now.AddDays(7), DueReason.Schedule), DueTime.After(Now, Now.AddDays(7), null, null));

    [Fact]
    public void WithTurn_AnotherSchedule_KeepsWhatTheServerAskedForWhereItIsLater()
    {
        var fresh = new DueTime(Now.AddMinutes(9), DueReason.Freshness);
        Assert.Equal(fresh, fresh.WithTurn(Now.AddMinutes(5)));
        Assert.Equal(fresh, fresh.WithTurn(null));
        Assert.Equal(new DueTime(Now.AddMinutes(10), DueReason.Schedule), fresh.WithTurn(Now.AddMinutes(10)));
        Assert.Equal(new DueTime(Now.AddMinutes(1), DueReason.Schedule), new DueTime(Now.AddHours(5), DueReason.Schedule).WithTurn(Now.AddMinutes(1)));
        Assert.Equal(new DueTime(null, DueReason.AtAnyTime), new DueTime(Now.AddHours(5), DueReason.Schedule).WithTurn(null));
    }

    [Fact]
    public void After_WhatHasPassed_HoldsNothingBack() =>
        Assert.Equal(new DueTime(null, DueReason.AtAnyTime), DueTime.After(Now, null, TimeSpan.Zero, Now.AddSeconds(-1)));
}
