namespace Orleans.Runtime;

/// <summary>What a silo knows of the membership table: one version of it, never changed.</summary>
internal sealed class ClusterView
{
    public ClusterView(MembershipTableData table)
    {
        Version = table.Version.Version;
        Members = table.Members.ToDictionary(member => member.Item1.SiloAddress, member => member.Item1);
        Ring = new HashRing(Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress));
    }

    private ClusterView(ClusterView view, SiloAddress without)
    {
        Version = view.Version;
        Members = view.Members;
        Ring = new HashRing(view.Ring.Silos.Where(silo => !silo.Equals(without)));
    }

    public static ClusterView None { get; } = new(new MembershipTableData(new TableVersion(0, "0")));

    public long Version { get; }

    public IReadOnlyDictionary<SiloAddress, MembershipEntry> Members { get; }

    /// <summary>The Active silos; grains belong to them only.</summary>
    public HashRing Ring { get; }

    public SiloStatus StatusOf(SiloAddress silo) => Members.TryGetValue(silo, out MembershipEntry? entry) ? entry.Status : SiloStatus.None;

    /// <summary>The same, but grains belong to the other silos only.</summary>
    public ClusterView Without(SiloAddress silo) => Ring.Silos.Contains(silo) ? new(this, silo) : this;

    /// <summary>The silos other than this that run and may be spoken to.</summary>
    public IEnumerable<SiloAddress> Others(SiloAddress self)
        => Members.Values.Where(member => IsRunning(member.Status) && !member.SiloAddress.Equals(self)).Select(member => member.SiloAddress);

    public static bool IsRunning(SiloStatus status) => status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping;
}
