using Gleaner.Pipeline.Sources.Paging;

namespace Gleaner.Tests.Sources.Paging;

public sealed class SeenPagesTests
{
    [Fact]
    public void Add_SamePlaceTwice_IsNoticedAlsoAfterACheckpoint()
    {
        var seen = new SeenPages(null);
        Assert.True(seen.Add(PagePosition.Own.With("cursor", "a")));
        Assert.True(seen.Add(PagePosition.Own.With("cursor", "b")));
        Assert.False(seen.Add(PagePosition.Own.With("cursor", "a")));
        Assert.False(new SeenPages(seen.ToBytes()).Add(PagePosition.Own.With("cursor", "b")));
    }

    [Fact]
    public void ToBytes_OfManyPages_StaysSmall()
    {
        var seen = new SeenPages(null);
        for (var i = 0; i < 5_000; i++)
        {
            seen.Add(PagePosition.Own.With("page", $"{i}"));
        }

        Assert.Equal(8_000, seen.ToBytes().Length);
        Assert.False(new SeenPages(seen.ToBytes()).Add(PagePosition.Own.With("page", "4999")));
    }
}
