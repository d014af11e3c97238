namespace Gleaner.Client.SourcesFile;

/// <summary>Which URLs can be fetched at all.</summary>
internal static class SourceUrl
{
    /// <summary>Says in one clause what is wrong with a URL, or null when nothing is.</summary>
    public static string? FaultIn(string url)
    {
        if (url.Length == 0)
        {
            return "is empty";
        }

        if (url.Any(c => char.IsControl(c) || c == ' '))
        {
            return "has a space or a control character";
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !url.Contains(':', StringComparison.Ordinal))
        {
            return "is not an absolute URL; write for example https://example.com/data.json";
        }

        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
        {
            return $"has the scheme '{uri.Scheme}'; only http and https can be fetched";
        }

        return uri.Host.Length == 0 ? "names no host" : null;
    }
}
