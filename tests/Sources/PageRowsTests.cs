using Gleaner.Pipeline.Parsing;
using Gleaner.Pipeline.Sources;

namespace Gleaner.Tests.Sources;

public sealed class PageRowsTests
{
    [Fact]
    public void Take_ManySmallRecords_GivesPartsOfTenThousand()
    {
        var rows = new PageRows(Parsed(25_000, 1));
        Assert.Equal([(10_000, 0), (10_000, 10_000), (5_000, 20_000)], Parts(rows));
    }

    [Fact]
    public void Take_LargeRecords_ClosesAPartByItsBytes()
    {
        var rows = new PageRows(Parsed(5, 3 * 1024 * 1024));
        Assert.Equal([(2, 0), (2, 2), (1, 4)], Parts(rows));
    }

    [Fact]
    public void Take_NoRecords_IsOverAtOnce()
    {
        var rows = new PageRows(Parsed(0, 0));
        Assert.True(rows.AreOver);
        Assert.Empty(rows.Take().Records);
    }

    [Fact]
    public void AreMany_OneLargeRecord_IsOne()
    {
        Assert.False(PageRows.AreMany(Parsed(1, 1), 100_000_000));
        Assert.True(PageRows.AreMany(Parsed(2, 1), 100_000_000));
        Assert.True(PageRows.AreMany(Parsed(10_001, 1), 10_001));
        Assert.False(PageRows.AreMany(Parsed(10_000, 1), 10_000));
    }

    private static ParsedBody Parsed(int count, int bytes) => new() { Records = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[bytes], count)] };

    private static List<(int Count, int From)> Parts(PageRows rows)
    {
        var parts = new List<(int, int)>();
        while (!rows.AreOver)
        {
            var (records, from) = rows.Take();
            parts.Add((records.Count, from));
        }

        return parts;
    }
}
