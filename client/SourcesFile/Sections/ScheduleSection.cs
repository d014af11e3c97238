using Cronos;
using Gleaner.Client.SourcesFile.Keys;
using Gleaner.Contracts.Sources;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary><c>schedule</c>, and its short form <c>every</c>: when a source is fetched by itself.</summary>
internal static class ScheduleSection
{
    private static readonly ParsedKind<TimeSpan> Interval = ParsedKinds.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24));

    private static readonly (string Word, OverlapPolicy Policy)[] Policies = [("skip", OverlapPolicy.Skip), ("queue", OverlapPolicy.Queue)];

    private static readonly Key<TimeSpan> EveryKey = new("every", Interval, "none", "Interval; sources of one interval are spread over it. One of `every` and `cron` is needed.");
    private static readonly Key<string> Cron = new("cron", new TextKind("five fields: minute, hour, day, month, weekday", FaultInCron), "none", "Times by cron's rules.");
    private static readonly Key<string> Zone = new("zone", new TextKind("IANA time zone", FaultInZone), "UTC", "Time zone of `cron`.");
    private static readonly Key<OverlapPolicy> Overlap = new(
        "overlap", ParsedKinds.Choice(Policies), "skip", "When the last fetch is still under way: `skip` leaves this turn out, `queue` fetches once more afterwards.");
    private static readonly Key<bool> CatchUp = new("catch_up", ParsedKinds.Switch(), "true", "Fetches once for all turns missed while nothing ran.");

    public static readonly Key<SectionValues> Key = new(
        "schedule", new Section(EveryKey, Cron, Zone, Overlap, CatchUp) { MayBeNone = true, MergeRule = Merge }, "none",
        "When an applied source is fetched by itself.");

    /// <summary>The short form, beside <see cref="Key"/>.</summary>
    public static readonly Key<TimeSpan> Every = new("every", Interval, "none", "Short for `schedule: {every: …}`.");

    // Before every turn that can be wanted: whether a cron expression ever comes must not depend on the day on which it is checked.
    private static readonly DateTime AnyTime = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static string WordOf(OverlapPolicy policy) => Policies.First(p => p.Policy == policy).Word;

    /// <summary>Takes the short form for the long one, before source and defaults are merged.</summary>
    public static SectionValues Lengthened(SectionValues values, FaultList faults)
    {
        if (values.Given(Every) is not { } every)
        {
            return values;
        }

        var isSaid = values.Get(Key) is { } schedule && (schedule.IsNone || schedule.Has(EveryKey) || schedule.Has(Cron));
        if (isSaid)
        {
            faults.Add(every.At, every.Path, "the schedule says when already; keep one of the two");
            return values.Without(Every);
        }

        var section = values.Get(Key) ?? SectionValues.Of(every.At, every.Path, []);
        return values.Without(Every).With(Key, new GivenKey(section.At, section.Path, section.With(EveryKey, every)));
    }

    public static ScheduleDefinition? Build(SectionValues source, FaultList faults)
    {
        if (source.Get(Key) is not { IsNone: false } schedule)
        {
            return null;
        }

        if (schedule.Has(EveryKey) == schedule.Has(Cron))
        {
            faults.Add(schedule.At, schedule.Path, "exactly one of every and cron is needed");
        }
        else if (schedule.Given(Zone) is { } zone && schedule.Has(EveryKey))
        {
            faults.Add(zone.At, zone.Path, "a time zone belongs to cron; an interval has none");
        }

        return new ScheduleDefinition
        {
            Every = schedule.Value(EveryKey),
            Cron = schedule.Get(Cron),
            Zone = schedule.Get(Zone),
            Overlap = schedule.Value(Overlap) ?? OverlapPolicy.Skip,
            CatchUp = schedule.Value(CatchUp),
        };
    }

    private static SectionValues Merge(SectionValues own, SectionValues defaults) => own.Over(
        own.Has(EveryKey) ? defaults.Without(Cron, Zone)
        : own.Has(Cron) ? defaults.Without(EveryKey)
        : defaults);

    private static string? FaultInCron(string text)
    {
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5)
        {
            return $"'{text}' has {(fields.Length == 1 ? "1 field" : $"{fields.Length} fields")}; five are needed: minute, hour, day, month, weekday";
        }

        if (!CronExpression.TryParse(text, out var cron))
        {
            return $"'{text}' is not a cron expression; write for example '*/15 * * * *' for each quarter of an hour";
        }

        return cron.GetNextOccurrence(AnyTime) is null
            ? $"'{text}' never comes: no month of those has such a day; write for example '0 0 28 2 *' for each 28 February"
            : null;
    }

    private static string? FaultInZone(string zone) => zone.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
        ? null
        : $"'{zone}' is not a time zone known here; write for example Europe/Oslo";
}
