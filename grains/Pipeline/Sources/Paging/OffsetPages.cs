using System.Globalization;

namespace Gleaner.Pipeline.Sources.Paging;

/// <summary>A parameter counts records from 0; an empty page, or one that is not full, is the last.</summary>
internal sealed class OffsetPages(PagePosition first, string parameter, int? pageSize) : IPageStrategy
{
    public PagePosition First { get; } = first.With(parameter, "0");

    public PageTurn After(PageSeen page)
    {
        if (page.Records == 0 || page.Records < pageSize)
        {
            return PageTurn.End;
        }

        var offset = long.Parse(page.At[parameter] ?? "0", CultureInfo.InvariantCulture) + page.Records;
        return PageTurn.To(first.With(parameter, offset.ToString(CultureInfo.InvariantCulture)));
    }
}
