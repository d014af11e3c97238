using System.Collections.Immutable;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Sources.Paging;

/// <summary>Where one page is.</summary>
/// <param name="Url">A link that the server gave, absolute; null for the source's own URL.</param>
/// <param name="Query">Parameters to set on the source's own URL.</param>
/// <param name="Found">What the first page offered (auto), so that later pages look for the same.</param>
public sealed record PagePosition(string? Url, ImmutableArray<QueryParameter> Query, string? Found = null)
{
    /// <summary>The source's own URL as it is.</summary>
    public static readonly PagePosition Own = new(null, []);

    /// <summary>The value of a parameter, or null.</summary>
    public string? this[string parameter] => Query.FirstOrDefault(p => p.Name == parameter)?.Value;

    /// <summary>The same place but for one parameter.</summary>
    public PagePosition With(string parameter, string value) =>
        this with { Url = null, Query = [.. Query.Where(p => p.Name != parameter), new QueryParameter(parameter, value)] };
}
