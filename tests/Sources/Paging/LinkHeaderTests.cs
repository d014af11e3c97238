using Gleaner.Pipeline.Sources.Paging;

namespace Gleaner.Tests.Sources.Paging;

public sealed class LinkHeaderTests
{
    [Theory]
    [InlineData("<https://a/?p=2>; rel=\"next\"", "https://a/?p=2")]
    [InlineData("<https://a/?p=1>; rel=\"prev\", <https://a/?p=3>; rel=\"next\", <https://a/?p=9>; rel=\"last\"", "https://a/?p=3")]
    [InlineData("</x?a=1,2;b>; title=\"one, \\\"two\\\"; rel=next\"; REL=Next", "/x?a=1,2;b")]
    [InlineData("<u>;rel=\"start next\"", "u")]
    [InlineData("<u> ; rel = next ; type=text/html", "u")]
    [InlineData("<u>; rel=prev; rel=next", null)]
    [InlineData("<u>; rel=\"nextpage\"", null)]
    [InlineData("<u>; title=next", null)]
    [InlineData("<u; rel=next", null)]
    [InlineData("<u>; rel=\"next", "u")]
    [InlineData("garbage", null)]
    [InlineData("", null)]
    public void Next_Header_IsTheTargetOfRelNext(string header, string? expected) => Assert.Equal(expected, LinkHeader.Next(header));
}
