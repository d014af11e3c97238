namespace Gleaner.Pipeline.Sources.Paging;

/// <summary>
/// Takes what the first page offers: a Link header, then a URL in the body, then a cursor in the body. Later pages are asked for the same
/// thing only, so that a field that happens to be called "next" somewhere later misleads nobody.
/// </summary>
internal sealed class AutoPages(PagePosition first, string? parameter) : IPageStrategy
{
    private const string ByHeader = "link";

    private static readonly string[] Urls = ["next", "links.next", "paging.next", "@odata.nextLink", "_links.next.href"];

    // Where APIs put a cursor, and the parameter in which those APIs want it back.
    private static readonly (string Path, string Parameter)[] Cursors =
    [
        ("next_cursor", "cursor"), ("nextCursor", "cursor"), ("next_page_token", "page_token"), ("nextPageToken", "pageToken"),
        ("meta.next_cursor", "cursor"), ("response_metadata.next_cursor", "cursor"),
    ];

    public PagePosition First => first;

    public PageTurn After(PageSeen page)
    {
        if (page.At.Found is { } found)
        {
            return Follow(found, page);
        }

        if (page.Link is { } header && LinkHeader.Next(header) is not null)
        {
            return Follow(ByHeader, page);
        }

        foreach (var path in Urls)
        {
            // A number or a word under "next" is something else, for example a page's number.
            if (BodyValue.Find(page, path, out var isJson) is { } link && LooksLikeLink(link))
            {
                return Follow(path, page);
            }

            if (!isJson)
            {
                return PageTurn.End;
            }
        }

        var cursor = Cursors.FirstOrDefault(c => BodyValue.Find(page, c.Path, out _) is not null);
        return cursor.Path is null ? PageTurn.End : Follow(cursor.Path, page);
    }

    private PageTurn Follow(string found, PageSeen page)
    {
        if (found == ByHeader)
        {
            return page.Link is { } header && LinkHeader.Next(header) is { } link ? NextLink.From(link, page, ByHeader) : PageTurn.End;
        }

        IPageStrategy strategy = Cursors.FirstOrDefault(c => c.Path == found) is { Path: not null } cursor
            ? new CursorPages(first, cursor.Path, parameter ?? cursor.Parameter, found)
            : new NextUrlPages(first, found, found);
        return strategy.After(page);
    }

    private static bool LooksLikeLink(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text[0] is '/' or '?';
}
