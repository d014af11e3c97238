using System.Text.RegularExpressions;

namespace Gleaner.Client.SourcesFile;

/// <summary>Which URLs can be fetched at all.</summary>
internal static partial class SourceUrl
{
    /// <summary>A URL as it may be printed: what could be a user and password in it is not.</summary>
    public static string Shown(string url) => UserInfo().Replace(url, "$1//***@");

    /// <summary>True for anything that could be a URL with a user or password before its host.</summary>
    public static bool HoldsCredentials(string url) => UserInfo().IsMatch(url);

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

        if (uri.UserInfo.Length > 0)
        {
            return "holds a user and password, which would show in outcomes and logs; put the source into a file, with auth: {basic: {user: …, password: '${env:NAME}'}}";
        }

        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
        {
            return $"has the scheme '{uri.Scheme}'; only http and https can be fetched";
        }

        return uri.Host.Length == 0 ? "names no host" : null;
    }

    // Of any text, since a URL that is mistyped elsewhere holds its password all the same.
    [GeneratedRegex(@"^([^:/?#\\]*:)[/\\]+[^/?#\\]*@")]
    private static partial Regex UserInfo();
}
