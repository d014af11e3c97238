namespace Gleaner.Contracts.Runs;

/// <summary>Where a run stands. Written to SQL and JSON in lower case.</summary>
public enum RunState
{
    /// <summary>The plan is being written; nothing is fetched.</summary>
    Planning,
    Running,

    /// <summary>Every source has its outcome.</summary>
    Completed,

    /// <summary>Stopped on request with the outcomes it had.</summary>
    Cancelled,
}

/// <summary>A run's state and counts.</summary>
[GenerateSerializer, Immutable, Alias("gleaner.RunStatus")]
public sealed record RunStatus
{
    [Id(0)] public required string Run { get; init; }

    [Id(1)] public required RunState State { get; init; }

    /// <summary>Sources in the plan.</summary>
    [Id(2)] public required int Sources { get; init; }

    [Id(3)] public required int Ok { get; init; }

    [Id(4)] public required int Failed { get; init; }

    [Id(5)] public required DateTimeOffset StartedAt { get; init; }

    [Id(6)] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What the run waits for, as a sentence without a full stop: its coordinator's store makes no progress. Null when it waits for nothing.</summary>
    [Id(10)] public string? Waits { get; init; }

    public bool HasEnded => State is RunState.Completed or RunState.Cancelled;
}
