namespace Gleaner.Pipeline.Hosts;

/// <summary>What the host's grain knows of one silo.</summary>
internal sealed class SiloLease(string silo)
{
    public string Silo { get; } = silo;

    /// <summary>The newest question seen; older ones come too late.</summary>
    public long Sequence { get; set; } = -1;

    public TimeSpan AskedAt { get; set; }

    /// <summary>Slots that it may be using.</summary>
    public int Held { get; set; }

    public int InUse { get; set; }

    public int Waiting { get; set; }

    /// <summary>When its slots come back by themselves.</summary>
    public TimeSpan ExpiresAt { get; set; }

    /// <summary>Since when it has had no slot but wants one.</summary>
    public TimeSpan? StarvesSince { get; set; }

    /// <summary>When it got its first slot after it had none.</summary>
    public TimeSpan GainedAt { get; set; }

    /// <summary>When it last got start times.</summary>
    public TimeSpan StartsAt { get; set; } = TimeSpan.MinValue;

    public long Successes { get; set; }

    public long Failures { get; set; }

    /// <summary>Its question that waits for an answer.</summary>
    public PendingAsk? Pending { get; set; }

    public int Demand => InUse + Waiting;

    /// <summary>Slots that would be its fair part; set by <see cref="SlotShares"/>.</summary>
    public int Target { get; set; }

    /// <summary>What it may go on holding; set by <see cref="SlotShares"/>.</summary>
    public int Share { get; set; } = int.MaxValue;
}

/// <summary>A question that waits for an answer.</summary>
/// <param name="Since">When it came.</param>
internal sealed record PendingAsk(HostAsk Ask, TimeSpan Since)
{
    /// <summary>Null when a later question took its place.</summary>
    public TaskCompletionSource<HostGrant?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimeSpan AnswerBy => Since + HostLease.AnswerWithin;
}
