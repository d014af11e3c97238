namespace Gleaner.Contracts.Sources;

/// <summary>What a schedule does when the source's last fetch is still under way.</summary>
public enum OverlapPolicy
{
    /// <summary>Leaves this turn out.</summary>
    Skip,

    /// <summary>Fetches once more as soon as the other has ended.</summary>
    Queue,
}

/// <summary>When a source is fetched by itself. Exactly one of Every and Cron is set.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.ScheduleDefinition")]
public sealed record ScheduleDefinition
{
    /// <summary>Interval, 1 s to 24 h; sources of one interval are spread over it by a hash of their name.</summary>
    [Id(0)] public TimeSpan? Every { get; init; }

    /// <summary>Five fields of cron: minute, hour, day, month, weekday.</summary>
    [Id(1)] public string? Cron { get; init; }

    /// <summary>IANA time zone of <see cref="Cron"/>; null is UTC.</summary>
    [Id(2)] public string? Zone { get; init; }

    [Id(3)] public OverlapPolicy Overlap { get; init; }

    /// <summary>Fetches once for all turns missed while nothing ran. Default yes.</summary>
    [Id(4)] public bool? CatchUp { get; init; }
}
