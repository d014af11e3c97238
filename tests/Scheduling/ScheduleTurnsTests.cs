using System.Globalization;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Scheduling;

namespace Gleaner.Tests.Scheduling;

public sealed class ScheduleTurnsTests
{
    private static readonly DateTimeOffset Noon = At("2026-07-30T12:00:00Z");

    [Fact]
    public void NextAfter_Every_TurnsAreOneIntervalApart()
    {
        var turns = Turns(new() { Every = TimeSpan.FromMinutes(5) });
        var first = turns.NextAfter(Noon)!.Value;
        Assert.InRange(first - Noon, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(5));
        Assert.Equal(first, turns.NextAfter(first - TimeSpan.FromTicks(1)));
        Assert.Equal(first + TimeSpan.FromMinutes(5), turns.NextAfter(first));
    }

    [Fact]
    public void NextAfter_BeforeTheEpoch_CountsBackwards()
    {
        var turns = Turns(new() { Every = TimeSpan.FromHours(1) });
        var first = turns.NextAfter(DateTimeOffset.UnixEpoch)!.Value;
        Assert.Equal(first - TimeSpan.FromHours(2), turns.NextAfter(first - TimeSpan.FromHours(3)));
        Assert.Equal(first - TimeSpan.FromHours(2), turns.NextAfter(first - TimeSpan.FromHours(2) - TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void NextAfter_SameName_SameTurnsInEveryProcess() =>
        // Fixed: another hash would move every source's turn at an upgrade.
        Assert.Equal(At("2026-07-30T12:04:25Z"), ScheduleTurns.NextAfter(new() { Every = TimeSpan.FromMinutes(5) }, "weather", Noon));

    [Theory]
    [InlineData(5, 5, 1)]
    [InlineData(300, 60, 5)]
    [InlineData(86_400, 1_440, 60)]
    public void NextAfter_ManySources_SpreadEvenlyOverTheInterval(int seconds, int places, int apart)
    {
        var schedule = new ScheduleDefinition { Every = TimeSpan.FromSeconds(seconds) };
        var counts = Enumerable.Range(0, places * 200)
            .CountBy(i => ScheduleTurns.NextAfter(schedule, $"source-{i}", Noon)!.Value)
            .ToDictionary();
        Assert.Equal(places, counts.Count);
        Assert.All(counts.Keys, turn => Assert.Equal(0, turn.Ticks % TimeSpan.FromSeconds(apart).Ticks));
        // 200 each on average: six standard deviations.
        Assert.All(counts.Values, count => Assert.InRange(count, 115, 285));
    }

    [Fact]
    public void NextAfter_Cron_FollowsTheZone()
    {
        var turns = Turns(new() { Cron = "30 9 * * MON-FRI", Zone = "Europe/Berlin" });
        Assert.Equal(At("2026-07-31T07:30:00Z"), turns.NextAfter(Noon));
        // Monday, after a weekend.
        Assert.Equal(At("2026-08-03T07:30:00Z"), turns.NextAfter(At("2026-07-31T07:30:00Z")));
    }

    [Fact]
    public void NextAfter_CronInTheHourThatIsSkipped_ComesWhenTheSkipEnds()
    {
        var turns = Turns(new() { Cron = "30 2 * * *", Zone = "Europe/Berlin" });
        Assert.Equal(At("2026-03-29T01:00:00Z"), turns.NextAfter(At("2026-03-28T12:00:00Z")));
        Assert.Equal(At("2026-03-30T00:30:00Z"), turns.NextAfter(At("2026-03-29T01:00:00Z")));
    }

    [Fact]
    public void NextAfter_CronInTheHourThatIsRepeated_FixedOnceAndStepsTwice()
    {
        var daily = Turns(new() { Cron = "30 2 * * *", Zone = "Europe/Berlin" });
        Assert.Equal(At("2026-10-25T00:30:00Z"), daily.NextAfter(At("2026-10-24T12:00:00Z")));
        Assert.Equal(At("2026-10-26T01:30:00Z"), daily.NextAfter(At("2026-10-25T00:30:00Z")));

        var halfHours = Turns(new() { Cron = "*/30 * * * *", Zone = "Europe/Berlin" });
        var turn = At("2026-10-25T00:00:00Z");
        for (var i = 1; i <= 4; i++)
        {
            turn = halfHours.NextAfter(turn)!.Value;
            Assert.Equal(At("2026-10-25T00:00:00Z") + (i * TimeSpan.FromMinutes(30)), turn);
        }
    }

    [Theory]
    [InlineData("61 * * * *", null)]
    [InlineData("* * * * * *", null)]
    [InlineData("0 0 * * *", "Mars/Olympus")]
    public void For_ScheduleThatCannotBeRead_IsNull(string cron, string? zone) => Assert.Null(ScheduleTurns.For(new() { Cron = cron, Zone = zone }, "weather"));

    [Fact]
    public void NextAfter_DayThatNeverComes_IsNull() => Assert.Null(Turns(new() { Cron = "0 0 30 2 *" }).NextAfter(Noon));

    private static ScheduleTurns Turns(ScheduleDefinition schedule) => ScheduleTurns.For(schedule, "weather")!;

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
