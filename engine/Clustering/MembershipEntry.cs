using Orleans.Runtime;

namespace Orleans;

/// <summary>One silo's row in the membership table. Times are UTC.</summary>
[GenerateSerializer]
public sealed class MembershipEntry
{
    [Id(0)]
    public SiloAddress SiloAddress { get; set; } = null!;

    [Id(1)]
    public SiloStatus Status { get; set; }

    /// <summary>The votes for this silo's death: who, and when.</summary>
    [Id(2)]
    public List<Tuple<SiloAddress, DateTime>>? SuspectTimes { get; set; }

    /// <summary>The gateway's port; 0 when the silo takes no clients.</summary>
    [Id(3)]
    public int ProxyPort { get; set; }

    [Id(4)]
    public string HostName { get; set; } = null!;

    [Id(5)]
    public string SiloName { get; set; } = null!;

    [Id(6)]
    public string? RoleName { get; set; }

    [Id(7)]
    public int UpdateZone { get; set; }

    [Id(8)]
    public int FaultZone { get; set; }

    [Id(9)]
    public DateTime StartTime { get; set; }

    [Id(10)]
    public DateTime IAmAliveTime { get; set; }

    public void AddSuspector(SiloAddress suspectingSilo, DateTime suspectingTime) => (SuspectTimes ??= []).Add(new(suspectingSilo, suspectingTime));

    /// <summary>Records a vote; an earlier one by the same silo is replaced, and past <paramref name="maxVotes"/> the oldest gives way.</summary>
    public void AddOrUpdateSuspector(SiloAddress localSilo, DateTime voteTime, int maxVotes)
    {
        List<Tuple<SiloAddress, DateTime>> votes = SuspectTimes ??= [];
        votes.RemoveAll(vote => vote.Item1.Equals(localSilo));
        while (votes.Count > 0 && votes.Count >= maxVotes)
        {
            votes.Remove(votes.MinBy(vote => vote.Item2)!);
        }

        votes.Add(new(localSilo, voteTime));
    }

    public override string ToString() => $"{SiloAddress} {SiloName} {Status}";

    /// <summary>A copy to change and write, so that the one read stays as it was.</summary>
    internal MembershipEntry Copy()
    {
        var copy = (MembershipEntry)MemberwiseClone();
        copy.SuspectTimes = SuspectTimes is null ? null : [.. SuspectTimes];
        return copy;
    }
}
