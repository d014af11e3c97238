using System.Collections.Immutable;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Sources.Paging;

/// <summary>
/// Keeps secrets out of the links that servers give, which often repeat the query they were asked with: a secret parameter is
/// taken out before the link is kept in a checkpoint, and added anew by the fetcher where the link stays at the source's own origin.
/// </summary>
internal static class LinkSecrets
{
    /// <summary>The place without the parameters whose values are secrets of this source.</summary>
    public static PagePosition Remove(PagePosition next, SourceDefinition source)
    {
        if (next.Url is not { } url || url.IndexOf('?', StringComparison.Ordinal) is not (>= 0 and var mark))
        {
            return next;
        }

        var secret = source.Request is null ? [] : source.Request.Query.Where(IsSecret).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (source.Auth is { Kind: AuthKind.ApiKeyQuery, Name: { } name })
        {
            secret.Add(name);
        }

        if (secret.Count == 0)
        {
            return next;
        }

        var kept = url[(mark + 1)..].Split('&').Where(pair => !secret.Contains(Uri.UnescapeDataString(pair.Split('=')[0].Replace('+', ' ')))).ToList();
        return next with { Url = kept.Count == 0 ? url[..mark] : $"{url[..mark]}?{string.Join('&', kept)}" };
    }

    /// <summary>The request of a link: the server has put its own query there, only secrets are missing.</summary>
    public static RequestDefinition? WithoutPlainQuery(RequestDefinition? request) =>
        request is null ? null : request with { Query = [.. request.Query.Where(IsSecret)] };

    private static bool IsSecret(QueryParameter parameter) => parameter.Value.Contains("${", StringComparison.Ordinal);
}
