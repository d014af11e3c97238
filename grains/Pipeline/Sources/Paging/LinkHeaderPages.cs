namespace Gleaner.Pipeline.Sources.Paging;

/// <summary>The next page is where the Link header says, rel=next (RFC 8288).</summary>
internal sealed class LinkHeaderPages(PagePosition first) : IPageStrategy
{
    public PagePosition First => first;

    public PageTurn After(PageSeen page) => page.Link is { } header && LinkHeader.Next(header) is { } link ? NextLink.From(link, page) : PageTurn.End;
}
