using Cronos;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Scheduling;

/// <summary>
/// The instants at which one source is to be fetched. They follow from the clock, the schedule and the source's name alone:
/// nothing has to be stored to know the next one, and a restart moves none.
/// </summary>
public sealed class ScheduleTurns
{
    /// <summary>Most places that sources of one interval are spread over, unless that puts them further apart than <see cref="WidestStep"/>.</summary>
    private const int Steps = 60;
    private static readonly TimeSpan NarrowestStep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WidestStep = TimeSpan.FromMinutes(1);

    private readonly long _every;
    private readonly long _offset;
    private readonly CronExpression? _cron;
    private readonly TimeZoneInfo _zone = TimeZoneInfo.Utc;

    private ScheduleTurns(TimeSpan every, SourcePlace place)
    {
        // Sources meet on steps of whole seconds or more, so that one run serves many of them.
        var step = Math.Clamp(every.Ticks / Steps, NarrowestStep.Ticks, WidestStep.Ticks);
        var steps = (int)Math.Max(1, every.Ticks / step);
        _every = every.Ticks;
        _offset = every.Ticks / steps * place.Among(steps);
    }

    private ScheduleTurns(CronExpression cron, TimeZoneInfo zone)
    {
        _cron = cron;
        _zone = zone;
    }

    /// <summary>The turns of a source; null when its schedule cannot be read, such as one with a time zone that this machine does not know.</summary>
    public static ScheduleTurns? For(ScheduleDefinition schedule, string source)
    {
        if (schedule.Every is { } every)
        {
            return every > TimeSpan.Zero ? new ScheduleTurns(every, SourcePlace.Of(source)) : null;
        }

        return schedule.Cron is { } text
            && CronExpression.TryParse(text, CronFormat.Standard, out var cron)
            && ZoneOf(schedule) is { } zone
            ? new ScheduleTurns(cron, zone)
            : null;
    }

    /// <summary>The first turn after an instant; null when there is none.</summary>
    public static DateTimeOffset? NextAfter(ScheduleDefinition schedule, string source, DateTimeOffset instant) =>
        For(schedule, source)?.NextAfter(instant);

    /// <summary>The first turn after an instant, UTC; null when there is none.</summary>
    /// <remarks>
    /// Cron by Cronos' rules: a turn in the hour that a clock skips comes when the skip ends; in the hour that a clock repeats,
    /// a turn at a fixed time comes once and a repeating one (a star, a step or a range in minute or hour) both times.
    /// </remarks>
    public DateTimeOffset? NextAfter(DateTimeOffset instant)
    {
        var utc = instant.UtcDateTime;
        if (_cron is not null)
        {
            return _cron.GetNextOccurrence(utc, _zone) is { } next ? new DateTimeOffset(next, TimeSpan.Zero) : null;
        }

        var since = (utc - DateTime.UnixEpoch).Ticks - _offset;
        var turn = Math.DivRem(since, _every, out var past) + (past < 0 ? 0 : 1);
        return new DateTimeOffset(DateTime.UnixEpoch.AddTicks((turn * _every) + _offset), TimeSpan.Zero);
    }

    private static TimeZoneInfo? ZoneOf(ScheduleDefinition schedule) =>
        schedule.Zone is null ? TimeZoneInfo.Utc : TimeZoneInfo.TryFindSystemTimeZoneById(schedule.Zone, out var zone) ? zone : null;
}
