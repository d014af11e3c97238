using System.Net;
using System.Net.Sockets;

namespace Gleaner.Pipeline.Fetching;

/// <summary>Who may be connected to.</summary>
public enum AddressClass
{
    /// <summary>Anybody's business.</summary>
    Public,

    /// <summary>Only for a source that allows private addresses.</summary>
    Private,

    /// <summary>Nobody: not a place a fetch could have business with.</summary>
    Forbidden,
}

/// <summary>
/// Which addresses a fetch may connect to, judged on the address that is dialled, after DNS.
/// Source: the IANA special-purpose address registries (RFC 6890), everything that is not globally reachable.
/// </summary>
public static class AddressRules
{
    private static readonly (IPNetwork Network, AddressClass Class, string What)[] Table =
    [
        .. Rows(AddressClass.Forbidden, "the metadata service of a cloud", "169.254.169.254/32", "169.254.170.2/32", "100.100.100.200/32", "192.0.0.192/32", "fd00:ec2::254/128"),
        .. Rows(AddressClass.Forbidden, "a multicast address", "224.0.0.0/4", "ff00::/8"),
        .. Rows(AddressClass.Forbidden, "a broadcast address", "255.255.255.255/32"),
        .. Rows(AddressClass.Private, "a loopback address", "127.0.0.0/8", "::1/128", "0.0.0.0/8", "::/128"),
        .. Rows(AddressClass.Private, "a private address", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"),
        .. Rows(AddressClass.Private, "a link-local address", "169.254.0.0/16", "fe80::/10"),
        .. Rows(AddressClass.Private, "an address inside a provider's network", "100.64.0.0/10", "64:ff9b:1::/48"),
        .. Rows(AddressClass.Private, "a reserved address", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
            "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16"),
    ];

    /// <summary>The class of an address and, unless it is public, what it is in words.</summary>
    public static (AddressClass Class, string What) Judge(IPAddress address)
    {
        address = Unwrap(address);
        foreach (var (network, kind, what) in Table)
        {
            if (network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address))
            {
                return (kind, what);
            }
        }

        return (AddressClass.Public, "a public address");
    }

    /// <summary>True when a source may be fetched from this address.</summary>
    public static bool Permits(IPAddress address, bool allowPrivate) => Judge(address).Class switch
    {
        AddressClass.Public => true,
        AddressClass.Private => allowPrivate,
        _ => false,
    };

    /// <summary>The IPv4 address that an IPv6 address only carries (mapped, compatible, NAT64, 6to4); any other address as it is, without its scope.</summary>
    private static IPAddress Unwrap(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        ReadOnlySpan<byte> compatible = stackalloc byte[12];
        ReadOnlySpan<byte> nat64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
        if (bytes.AsSpan(0, 12).SequenceEqual(nat64) || (bytes.AsSpan(0, 12).SequenceEqual(compatible) && bytes[12] != 0))
        {
            return new IPAddress(bytes.AsSpan(12));
        }

        return bytes is [0x20, 0x02, ..] ? new IPAddress(bytes.AsSpan(2, 4)) : new IPAddress(bytes);
    }

    private static IEnumerable<(IPNetwork, AddressClass, string)> Rows(AddressClass kind, string what, params string[] networks) =>
        networks.Select(network => (IPNetwork.Parse(network), kind, what));
}
