namespace Gleaner.Pipeline.Sources.Paging;

/// <summary>The body holds a cursor that is sent for the next page; without one the page is the last.</summary>
internal sealed class CursorPages(PagePosition first, string path, string parameter, string? found = null) : IPageStrategy
{
    public PagePosition First => first;

    public PageTurn After(PageSeen page) => BodyValue.Find(page, path, out var isJson) is { } cursor
        ? PageTurn.To(first.With(parameter, cursor) with { Found = found })
        : isJson ? PageTurn.End
        : PageTurn.Fault($"The page is not JSON, so that it has no cursor at '{path}'.");
}
