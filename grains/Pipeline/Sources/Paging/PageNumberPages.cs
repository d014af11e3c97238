using System.Globalization;

namespace Gleaner.Pipeline.Sources.Paging;

/// <summary>A parameter counts pages; an empty page, or one that is not full where its size is known, is the last.</summary>
internal sealed class PageNumberPages(PagePosition first, string parameter, int firstPage, int? pageSize) : IPageStrategy
{
    public PagePosition First { get; } = first.With(parameter, firstPage.ToString(CultureInfo.InvariantCulture));

    public PageTurn After(PageSeen page)
    {
        if (page.Records == 0 || page.Records < pageSize)
        {
            return PageTurn.End;
        }

        var number = page.At[parameter] is { } at ? long.Parse(at, CultureInfo.InvariantCulture) : firstPage;
        return PageTurn.To(first.With(parameter, (number + 1).ToString(CultureInfo.InvariantCulture)));
    }
}
