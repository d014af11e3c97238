using Gleaner.Pipeline.Parsing;

namespace Gleaner.Tests.Parsing;

public sealed class RowWriterTests
{
    [Fact]
    public void Finish_RowsOfAllSizes_ComeBackByIndexAndInOrder()
    {
        var random = new Random(20261122);
        var expected = Enumerable.Range(0, 3_000).Select(i => new string((char)('a' + (i % 26)), random.Next(random.Next(100) == 0 ? 200_000 : 200))).ToList();
        using var rows = new RowWriter(long.MaxValue, int.MaxValue);
        foreach (var text in expected)
        {
            rows.Begin().WriteStringValue(text);
            rows.End();
        }

        var records = rows.Finish();

        var texts = expected.ConvertAll(text => $"\"{text}\"");
        Assert.Equal(texts, Records.Texts(records));
        Assert.Equal(texts, Records.Texts(Enumerable.Range(0, records.Count).Select(i => records[i])));
    }

    [Fact]
    public void Abandon_RowThatWasBegun_LeavesNoTrace()
    {
        using var rows = new RowWriter(1_000_000, 10);
        rows.Begin().WriteStringValue("kept");
        rows.End();
        rows.Begin().WriteStringValue(new string('x', 100_000));
        rows.Abandon();
        rows.Begin().WriteStringValue("kept too");
        rows.End();

        Assert.Equal(["\"kept\"", "\"kept too\""], Records.Texts(rows.Finish()));
    }

    [Fact]
    public void Finish_NoRows_IsEmpty()
    {
        using var rows = new RowWriter(1, 1);

        Assert.Empty(rows.Finish());
    }

    [Fact]
    public void End_MoreBytesThanAllowed_IsAFault()
    {
        using var rows = new RowWriter(10, 10);
        rows.Begin().WriteStringValue("123456789");

        Assert.Throws<ParseFaultException>(rows.End);
    }

    [Fact]
    public void Begin_MoreRowsThanAllowed_IsAFault()
    {
        using var rows = new RowWriter(10, 1);
        rows.Begin().WriteNullValue();
        rows.End();

        Assert.Throws<ParseFaultException>(() => rows.Begin());
    }
}
