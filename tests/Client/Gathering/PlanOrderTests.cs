using Gleaner.Client.Gathering;

namespace Gleaner.Tests.Client.Gathering;

public sealed class PlanOrderTests
{
    private static readonly int[] Sizes = [2, 0, 3];

    private static readonly string[] InOrder = ["0/0", "0/1", "2/0", "2/1", "2/2"];

    private readonly List<string> _shown = [];

    [Fact]
    public void Add_AnyOrder_ShowsThatOfThePlan()
    {
        var order = new PlanOrder(Sizes, after: 0);
        Add(order, (2, 1), (0, 1));
        Assert.Empty(_shown);
        Add(order, (0, 0));
        Assert.Equal(["0/0", "0/1"], _shown);
        Add(order, (2, 2), (2, 0));
        Assert.Equal(InOrder, _shown);
        Assert.Empty(order.Rest());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void Add_AfterSome_GoesOnBehindThem(int after)
    {
        var order = new PlanOrder(Sizes, after);
        Add(order, (2, 2), (2, 0), (0, 0), (2, 1), (0, 1));
        Assert.Equal(InOrder[after..], _shown);
    }

    [Fact]
    public void Rest_SourcesWithoutOutcome_AreSkippedAndCountForNothing()
    {
        var order = new PlanOrder(Sizes, after: 2);
        Add(order, (2, 2), (0, 0), (2, 0));
        Assert.Empty(_shown);

        // 0/0 and 2/0 were shown before.
        Assert.Equal(["2/2"], order.Rest().Select(o => o.Source));
    }

    private void Add(PlanOrder order, params (int Shard, int Position)[] places) =>
        _shown.AddRange(order.Add(places.Select(p => ScriptedGather.Outcome(p.Shard, p.Position))).Select(o => o.Source));
}
