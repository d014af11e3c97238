namespace Gleaner.Pipeline.Hosts;

/// <summary>How a host is named all over the cluster.</summary>
internal static class HostAuthority
{
    /// <summary>Scheme, host and port in lower case, the port always given: <c>https://example.org:443</c>.</summary>
    public static string Of(Uri origin) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{origin.Scheme}://{(origin.HostNameType == UriHostNameType.IPv6 ? origin.Host : origin.IdnHost)}:{origin.Port}");
}
