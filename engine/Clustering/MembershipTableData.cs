using Orleans.Runtime;

namespace Orleans;

/// <summary>What was read of the membership table: its version, and each row with its etag.</summary>
[GenerateSerializer]
public sealed class MembershipTableData
{
    public MembershipTableData(TableVersion version)
        : this([], version)
    {
    }

    public MembershipTableData(Tuple<MembershipEntry, string> tuple, TableVersion version)
        : this([tuple], version)
    {
    }

    public MembershipTableData(List<Tuple<MembershipEntry, string>> list, TableVersion version)
    {
        Members = list;
        Version = version;
    }

    [Id(0)]
    public IReadOnlyList<Tuple<MembershipEntry, string>> Members { get; }

    [Id(1)]
    public TableVersion Version { get; }

    public Tuple<MembershipEntry, string>? TryGet(SiloAddress silo) => Members.FirstOrDefault(member => member.Item1.SiloAddress.Equals(silo));

    public override string ToString() => $"{Version}: {string.Join(", ", Members.Select(member => member.Item1))}";
}
