using System.Buffers;
using System.Collections.Immutable;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Fetching;

/// <summary>A header as it is sent.</summary>
/// <param name="Secret">True when it is made from a secret: then it never leaves its origin, whatever its name.</param>
internal sealed record SentHeader(string Name, string Value, bool Secret)
{
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Name;
}

/// <summary>Checks headers and resolves their secrets.</summary>
internal static class RequestHeaders
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Headers that frame the message: they are the connection's business.</summary>
    private static readonly HashSet<string> Framing = new(StringComparer.OrdinalIgnoreCase)
        { "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Upgrade", "Expect", "TE", "Trailer", "Proxy-Connection" };

    /// <summary>
    /// What another origin may see. Any other header may carry a credential (X-Api-Key, Private-Token, Cookie and a
    /// thousand names more), so none of them leaves the origin it was configured for.
    /// </summary>
    private static readonly HashSet<string> HarmlessElsewhere = new(StringComparer.OrdinalIgnoreCase)
        { "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Cache-Control", "Pragma", "User-Agent" };

    /// <summary>True when another origin may see it.</summary>
    public static bool MayLeave(SentHeader header) => !header.Secret && HarmlessElsewhere.Contains(header.Name);

    /// <summary>True for a name of letters, digits and the few other characters of an HTTP token.</summary>
    public static bool IsToken(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <summary>The headers to send; what was found before the fault, when there is one.</summary>
    /// <param name="fault">A sentence without the value; null when all can be sent.</param>
    public static List<SentHeader> Resolve(ImmutableArray<HeaderField> fields, out string? fault)
    {
        fault = null;
        if (fields.IsDefaultOrEmpty)
        {
            return [];
        }

        var headers = new List<SentHeader>(fields.Length);
        foreach (var (name, configured) in fields)
        {
            var value = SecretReferences.Resolve(configured, out var clause);
            fault = FaultInName(name) ?? Sentence(name, clause ?? FaultInValue(value));
            if (fault is not null)
            {
                return headers;
            }

            headers.Add(new SentHeader(name, value, Secret: !ReferenceEquals(value, configured)));
        }

        return headers;
    }

    /// <summary>A sentence, or null for a name that a source may set.</summary>
    public static string? FaultInName(string name) =>
        !IsToken(name) ? "A header's name is empty or has a character that names may not have."
        : Framing.Contains(name) ? $"The header {name} is not for a source to set."
        : null;

    /// <summary>A clause, or null. Line breaks and their like would let a value smuggle in another header.</summary>
    public static string? FaultInValue(string value) =>
        value.AsSpan().IndexOfAny('\r', '\n') >= 0 ? "has a line break in its value"
        : value.Any(c => char.IsControl(c) && c != '\t') ? "has a control character in its value"
        : null;

    private static string? Sentence(string name, string? clause) => clause is null ? null : $"The header {name} {clause}.";
}
