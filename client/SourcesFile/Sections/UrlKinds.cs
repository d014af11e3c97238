using Gleaner.Client.SourcesFile.Keys;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary>URLs in a sources file: none may hold a password, because URLs show in outcomes and logs.</summary>
internal static class UrlKinds
{
    private const string Pattern = "^[Hh][Tt][Tt][Pp][Ss]?://[^ ]+$";

    /// <summary>The URL of a source.</summary>
    public static readonly TextKind Source = new("http or https URL", url => FaultIn(url, "the user and password of a URL show in outcomes and logs; write auth: {basic: {user: …, password: '${env:NAME}'}}"), Pattern);

    public static readonly TextKind Plain = new("http or https URL", FaultInPlain, Pattern);

    public static readonly TextKind Proxy = new("URL of an HTTP proxy, or `none`", FaultInPlain, Pattern) { NoneWord = "none" };

    private static string? FaultInPlain(string url) => FaultIn(url, "the URL may not hold a user and password");

    private static string? FaultIn(string url, string secretFault)
    {
        // Whatever else is wrong with it: it must not be repeated.
        if (SourceUrl.HoldsCredentials(url))
        {
            return secretFault;
        }

        return SourceUrl.FaultIn(url) is { } fault ? $"the URL '{url}' {fault}" : null;
    }
}
