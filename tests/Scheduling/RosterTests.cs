using System.Globalization;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Scheduling;

namespace Gleaner.Tests.Scheduling;

public sealed class RosterTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.Parse("2026-07-30T12:00:00Z", CultureInfo.InvariantCulture);
    private static readonly ScheduleDefinition Hourly = new() { Cron = "0 * * * *" };
    private static readonly ScheduleDefinition EveryFive = new() { Cron = "*/5 * * * *" };

    private readonly Roster _roster = new();

    [Fact]
    public void TakeDue_SeveralSources_GivesThoseThatAreDueInTheirOrder()
    {
        _roster.Set("late", new() { Cron = "10 * * * *" }, null, Noon);
        _roster.Set("b", EveryFive, null, Noon);
        _roster.Set("a", EveryFive, null, Noon);
        Assert.Equal(Noon.AddMinutes(5), _roster.NextAt);
        Assert.Empty(_roster.TakeDue(Noon.AddMinutes(5).AddTicks(-1)));
        Assert.Equal([("a", Noon.AddMinutes(5)), ("b", Noon.AddMinutes(5))], Take(Noon.AddMinutes(5)));
        Assert.Equal([("a", Noon.AddMinutes(10)), ("b", Noon.AddMinutes(10)), ("late", Noon.AddMinutes(10))], Take(Noon.AddMinutes(10)));
    }

    [Fact]
    public void TakeDue_ManyTurnsMissed_GivesTheSourceOnceWithItsFirst()
    {
        _roster.Set("a", EveryFive, null, Noon);
        Assert.Equal([("a", Noon.AddMinutes(5))], Take(Noon.AddHours(3)));
        Assert.Equal(Noon.AddHours(3).AddMinutes(5), _roster.NextAt);
    }

    [Fact]
    public void Set_SameSchedule_KeepsTheTurn()
    {
        _roster.Set("a", EveryFive, null, Noon);
        _roster.Set("a", new() { Cron = "*/5 * * * *" }, null, Noon.AddMinutes(7));
        Assert.Equal(Noon.AddMinutes(5), _roster.NextAt);
    }

    [Fact]
    public void Set_OtherSchedule_CountsFromThen()
    {
        _roster.Set("a", EveryFive, null, Noon);
        _roster.Set("a", Hourly, null, Noon.AddMinutes(7));
        Assert.Equal(Noon.AddHours(1), _roster.NextAt);
        Assert.Equal(1, _roster.Count);
    }

    [Fact]
    public void Set_NotBeforeAfterTheTurn_PutsItOffToAStep()
    {
        _roster.Set("a", EveryFive, Noon.AddMinutes(6).AddSeconds(1), Noon);
        Assert.Equal(Noon.AddMinutes(6).AddSeconds(5), _roster.NextAt);
        Assert.Equal([("a", Noon.AddMinutes(6).AddSeconds(5))], Take(Noon.AddMinutes(6).AddSeconds(5)));
        Assert.Equal(Noon.AddMinutes(10), _roster.NextAt);
    }

    [Fact]
    public void Set_NotBeforeAheadOfTheTurn_ChangesNothing()
    {
        _roster.Set("a", EveryFive, Noon.AddMinutes(3), Noon);
        Assert.Equal(Noon.AddMinutes(5), _roster.NextAt);
    }

    [Fact]
    public void Restore_TurnPutOffPastWhatIsDone_IsStillToCome()
    {
        // Its turn at 12:00 was put off to 12:02, and then the bucket took others at 12:01.
        _roster.Restore(new ScheduledSource("a", Hourly, Noon.AddMinutes(2)), Noon.AddMinutes(1));
        Assert.Equal(Noon.AddMinutes(2), _roster.NextAt);
    }

    [Fact]
    public void Set_UnreadableSchedule_LeavesTheSourceOut()
    {
        _roster.Set("a", EveryFive, null, Noon);
        Assert.False(_roster.Set("a", new() { Cron = "never" }, null, Noon));
        Assert.Equal((0, null), (_roster.Count, _roster.NextAt));
    }

    [Fact]
    public void Remove_KnownSource_HasNoMoreTurns()
    {
        _roster.Set("a", EveryFive, null, Noon);
        _roster.Remove("a");
        Assert.Empty(_roster.TakeDue(Noon.AddDays(1)));
    }

    [Fact]
    public void PutOff_SourceThatWasChangedMeanwhile_KeepsItsNewTurn()
    {
        _roster.Set("a", EveryFive, null, Noon);
        var taken = _roster.TakeDue(Noon.AddMinutes(5)).Single().Entry;
        _roster.Set("a", Hourly, null, Noon.AddMinutes(5));
        _roster.PutOff(taken, Noon.AddMinutes(6));
        Assert.Equal(Noon.AddHours(1), _roster.NextAt);
    }

    private List<(string, DateTimeOffset)> Take(DateTimeOffset now) => _roster.TakeDue(now).ConvertAll(due => (due.Entry.Name, due.Since));
}
