using System.Text;

namespace Orleans.Runtime;

/// <summary>
/// Gives every grain to one of the silos, by consistent hashing: when a silo comes or goes, only the grains it gains or had move.
/// Every process that knows the same silos gets the same answer.
/// </summary>
internal sealed class HashRing
{
    private const int PointsPerSilo = 256;

    private readonly uint[] _points;
    private readonly SiloAddress[] _owners;

    public HashRing(IEnumerable<SiloAddress> silos)
    {
        Silos = [.. silos.Order()];
        (uint Point, SiloAddress Silo)[] points = [.. from silo in Silos
                                                     let name = silo.ToParsableString()
                                                     from i in Enumerable.Range(0, PointsPerSilo)
                                                     select (StableHash.ComputeHash(Encoding.UTF8.GetBytes($"{name}#{i}")), silo)];
        Array.Sort(points, static (a, b) => a.Point != b.Point ? a.Point.CompareTo(b.Point) : a.Silo.CompareTo(b.Silo));
        _points = Array.ConvertAll(points, point => point.Point);
        _owners = Array.ConvertAll(points, point => point.Silo);
    }

    public IReadOnlyList<SiloAddress> Silos { get; }

    /// <summary>The silo at the first point at or after the hash; null when there are no silos.</summary>
    public SiloAddress? OwnerOf(uint hash)
    {
        if (Silos.Count <= 1)
        {
            return Silos.Count == 0 ? null : Silos[0];
        }

        // Nearby hashes (grain types times 31) must not land on nearby points.
        int index = Array.BinarySearch(_points, unchecked((hash ^ (hash >> 16)) * 0x9E3779B1));
        index = index < 0 ? ~index : index;
        return _owners[index == _points.Length ? 0 : index];
    }

    public SiloAddress? OwnerOf(GrainId id) => OwnerOf(id.GetUniformHashCode());
}
