using System.Text.RegularExpressions;

namespace Gleaner.Client.SourcesFile.Sections;

/// <summary>Which headers hold a credential, by their names: anybody can invent one, but most are built of the same few words.</summary>
internal static partial class CredentialNames
{
    /// <summary>Keys that protect nothing.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase)
        { "Idempotency-Key", "X-Idempotency-Key", "Surrogate-Key", "Sec-WebSocket-Key" };

    public static bool IsCredential(string header) => !Harmless.Contains(header) && Words().IsMatch(header);

    // "key" and "auth" only where a word ends with them: X-Keyword and X-Author are no secrets, X-ApiKey and X-Auth are.
    [GeneratedRegex("token|secret|passw|passphrase|pwd|cookie|session|credential|signature|jwt|authoriz|authentic|(key|auth)s?([^A-Za-z]|$)", RegexOptions.IgnoreCase)]
    private static partial Regex Words();
}
