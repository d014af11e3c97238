using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Orleans.Runtime;

/// <summary>One life of a silo: where it listens, and a generation that tells it from earlier silos at the same endpoint.</summary>
[Immutable]
public sealed class SiloAddress : IEquatable<SiloAddress>, IComparable<SiloAddress>
{
    private static readonly DateTime Epoch = new(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Lock GenerationLock = new();
    private static long s_lastGeneration;

    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
    }

    public IPEndPoint Endpoint { get; }

    public int Generation { get; }

    public bool IsClient => Generation < 0;

    public static SiloAddress Zero { get; } = New(new IPEndPoint(IPAddress.Any, 0), 0);

    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

    public static SiloAddress New(IPAddress address, int port, int generation) => new(new IPEndPoint(address, port), generation);

    /// <summary>Seconds since 2022, and always one more than the last: a silo restarted within a second is another silo.</summary>
    public static int AllocateNewGeneration()
    {
        long elapsed = (TimeProvider.System.GetUtcNow().UtcDateTime - Epoch).Ticks / TimeSpan.TicksPerSecond;
        lock (GenerationLock)
        {
            s_lastGeneration = elapsed = Math.Max(elapsed, s_lastGeneration + 1);
        }

        return unchecked((int)elapsed);
    }

    /// <summary>The form kept in tables: <c>ip:port@generation</c>.</summary>
    public string ToParsableString() => string.Create(CultureInfo.InvariantCulture, $"{Endpoint.Address}:{Endpoint.Port}@{Generation}");

    public static SiloAddress FromParsableString(string addr)
        => TryParse(addr, out SiloAddress? result) ? result : throw new FormatException($"Invalid silo address '{addr}'.");

    public static bool TryParse([NotNullWhen(true)] string? value, [NotNullWhen(true)] out SiloAddress? result)
    {
        int at = value?.LastIndexOf('@') ?? -1;
        int colon = at > 0 ? value!.LastIndexOf(':', at) : -1;
        result = colon > 0
            && IPAddress.TryParse(value.AsSpan(0, colon), out IPAddress? address)
            && ushort.TryParse(value.AsSpan(colon + 1, at - colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            && int.TryParse(value.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int generation)
            ? New(address, port, generation)
            : null;
        return result is not null;
    }

    public bool Equals(SiloAddress? other) => other is not null && Generation == other.Generation && Endpoint.Equals(other.Endpoint);

    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    public override int GetHashCode() => Endpoint.GetHashCode() ^ Generation;

    public int CompareTo(SiloAddress? other)
    {
        if (other is null)
        {
            return 1;
        }

        int order = Generation.CompareTo(other.Generation);
        order = order != 0 ? order : Endpoint.Port.CompareTo(other.Endpoint.Port);
        return order != 0 ? order : Endpoint.Address.GetAddressBytes().AsSpan().SequenceCompareTo(other.Endpoint.Address.GetAddressBytes());
    }

    public override string ToString() => $"S{Endpoint}:{Generation}";

    /// <summary>Whether <paramref name="other"/> came later at this same endpoint.</summary>
    internal bool IsPredecessorOf(SiloAddress other) => Endpoint.Equals(other.Endpoint) && Generation < other.Generation;
}
