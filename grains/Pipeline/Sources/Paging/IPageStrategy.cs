using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Pipeline.Sources.Paging;

/// <summary>How one kind of pagination finds its way. Knows nothing but the page it is shown, so that a resumed fetch goes on as if nothing had happened.</summary>
internal interface IPageStrategy
{
    PagePosition First { get; }

    /// <summary>Where the next page is.</summary>
    PageTurn After(PageSeen page);

    static IPageStrategy For(PaginationDefinition paging)
    {
        var first = paging is { SizeParam: { } name, PageSize: { } size }
            ? PagePosition.Own.With(name, size.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : PagePosition.Own;
        return paging.Kind switch
        {
            PaginationKind.LinkHeader => new LinkHeaderPages(first),
            PaginationKind.NextUrl => new NextUrlPages(first, paging.Path ?? "next"),
            PaginationKind.Cursor => new CursorPages(first, paging.Path ?? "next_cursor", paging.Param ?? "cursor"),
            PaginationKind.Offset => new OffsetPages(first, paging.Param ?? "offset", paging.PageSize),
            PaginationKind.PageNumber => new PageNumberPages(first, paging.Param ?? "page", paging.FirstPage ?? 1, paging.PageSize),
            _ => new AutoPages(first, paging.Param),
        };
    }
}

/// <summary>A page as a strategy sees it.</summary>
/// <param name="At">Where it was.</param>
/// <param name="Body">The whole JSON document in UTF-8; empty where the page is something else.</param>
/// <param name="Link">Link headers, joined with commas, or null.</param>
/// <param name="Base">What relative links are resolved against.</param>
/// <param name="Records">Records in it, before any filter.</param>
internal sealed record PageSeen(PagePosition At, ReadOnlyMemory<byte> Body, string? Link, Uri Base, int Records);

/// <summary>What follows a page: another one, the end (both null), or a fault.</summary>
internal readonly record struct PageTurn(PagePosition? Next, FetchError? Error)
{
    public static readonly PageTurn End;

    public static PageTurn To(PagePosition next) => new(next, null);

    public static PageTurn Fault(string message) => new(null, new FetchError(ErrorKind.Pagination, message));
}
