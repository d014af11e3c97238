namespace Gleaner.Pipeline.Sources.Paging;

/// <summary>The next page is at a URL in the body.</summary>
internal sealed class NextUrlPages(PagePosition first, string path, string? found = null) : IPageStrategy
{
    public PagePosition First => first;

    public PageTurn After(PageSeen page) => BodyValue.Find(page, path, out var isJson) is { } link ? NextLink.From(link, page, found)
        : isJson ? PageTurn.End
        : PageTurn.Fault($"The page is not JSON, so that it has no next URL at '{path}'.");
}
