using System.Text;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Sources.Paging;

namespace Gleaner.Tests.Sources.Paging;

public sealed class PageStrategyTests
{
    private static readonly Uri Base = new("https://api/v1/items?x=1");

    [Fact]
    public void LinkHeader_RelativeLink_IsResolvedAgainstThePage()
    {
        var pages = For(PaginationKind.LinkHeader);
        Assert.Equal("https://api/v1/items?page=2", pages.After(Page(pages.First, link: "<?page=2>; rel=next")).Next!.Url);
        Assert.Equal(PageTurn.End, pages.After(Page(pages.First)));
    }

    [Fact]
    public void NextUrl_AtItsPath_IsFollowedUntilItIsGone()
    {
        var pages = For(PaginationKind.NextUrl, p => p with { Path = "links.next" });
        Assert.Equal("https://other/b", pages.After(Page(pages.First, """{"links":{"next":"https://other/b#top"}}""")).Next!.Url);
        Assert.Equal(PageTurn.End, pages.After(Page(pages.First, """{"links":{"next":null}}""")));
        Assert.Equal(PageTurn.End, pages.After(Page(pages.First, """{"links":{"next":""}}""")));
        Assert.Equal(ErrorKind.Pagination, pages.After(Page(pages.First, "<html>")).Error!.Kind);
    }

    [Theory]
    [InlineData("http://api/v1/items?page=2")]
    [InlineData("ftp://api/x")]
    [InlineData("https://")]
    public void NextUrl_ThatMayNotBeFollowed_IsAFault(string link)
    {
        var pages = For(PaginationKind.NextUrl, p => p with { Path = "next" });
        Assert.Equal(ErrorKind.Pagination, pages.After(Page(pages.First, $$"""{"next":"{{link}}"}""")).Error!.Kind);
    }

    [Theory]
    [InlineData("""{"c":"abc"}""", "abc")]
    [InlineData("""{"c":17}""", "17")]
    public void Cursor_InTheBody_IsSentWithThePageSize(string body, string cursor)
    {
        var pages = For(PaginationKind.Cursor, p => p with { Path = "c", Param = "after", SizeParam = "limit", PageSize = 50 });
        Assert.Equal([new QueryParameter("limit", "50")], pages.First.Query);
        Assert.Equal([new QueryParameter("limit", "50"), new QueryParameter("after", cursor)], pages.After(Page(pages.First, body)).Next!.Query);
        Assert.Equal(PageTurn.End, pages.After(Page(pages.First, """{"c":""}""")));
    }

    [Fact]
    public void Offset_FullPages_CountsRecordsUntilOneIsShort()
    {
        var pages = For(PaginationKind.Offset, p => p with { Param = "start", PageSize = 10 });
        var second = pages.After(Page(pages.First, records: 10)).Next!;
        Assert.Equal(("0", "10", "20"), (pages.First["start"], second["start"], pages.After(Page(second, records: 10)).Next!["start"]));
        Assert.Equal(PageTurn.End, pages.After(Page(second, records: 9)));
    }

    [Fact]
    public void Offset_WithoutPageSize_EndsWithAnEmptyPage()
    {
        var pages = For(PaginationKind.Offset);
        Assert.Equal("3", pages.After(Page(pages.First, records: 3)).Next!["offset"]);
        Assert.Equal(PageTurn.End, pages.After(Page(pages.First, records: 0)));
    }

    [Fact]
    public void PageNumber_FromItsFirstPage_CountsUp()
    {
        var pages = For(PaginationKind.PageNumber, p => p with { Param = "p", FirstPage = 0 });
        Assert.Equal(("0", "1"), (pages.First["p"], pages.After(Page(pages.First, records: 1)).Next!["p"]));
        Assert.Equal(PageTurn.End, pages.After(Page(pages.First, records: 0)));
    }

    [Fact]
    public void Auto_SeveralOffered_TakesHeaderThenUrlThenCursor()
    {
        const string body = """{"next":"/b","next_cursor":"c"}""";
        var pages = For(PaginationKind.Auto);
        Assert.Equal("https://api/h", pages.After(Page(pages.First, body, "</h>; rel=next")).Next!.Url);
        Assert.Equal("https://api/b", pages.After(Page(pages.First, body)).Next!.Url);
        Assert.Equal("c", pages.After(Page(pages.First, """{"next":2,"next_cursor":"c"}""")).Next!["cursor"]);
        Assert.Equal("t", pages.After(Page(pages.First, """{"nextPageToken":"t"}""")).Next!["pageToken"]);
        Assert.Equal("https://api/o", pages.After(Page(pages.First, """{"@odata.nextLink":"/o"}""")).Next!.Url);
        Assert.Equal(PageTurn.End, pages.After(Page(pages.First, "[]")));
        Assert.Equal(PageTurn.End, pages.After(Page(pages.First, "a,b")));
    }

    [Fact]
    public void Auto_LaterPage_IsAskedOnlyForWhatTheFirstOffered()
    {
        var pages = For(PaginationKind.Auto);
        var second = pages.After(Page(pages.First, """{"next_cursor":"c"}""")).Next!;
        Assert.Equal(PageTurn.End, pages.After(Page(second, """{"next":"/b"}""", "</h>; rel=next")));
        Assert.Equal("d", pages.After(Page(second, """{"next":"/b","next_cursor":"d"}""")).Next!["cursor"]);
    }

    private static IPageStrategy For(PaginationKind kind, Func<PaginationDefinition, PaginationDefinition>? with = null)
    {
        var paging = new PaginationDefinition { Kind = kind };
        return IPageStrategy.For(with?.Invoke(paging) ?? paging);
    }

    private static PageSeen Page(PagePosition at, string body = "", string? link = null, int records = 1) => new(at, Encoding.UTF8.GetBytes(body), link, Base, records);
}
