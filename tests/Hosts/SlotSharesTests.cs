using Gleaner.Pipeline.Hosts;

namespace Gleaner.Tests.Hosts;

public sealed class SlotSharesTests
{
    [Theory]
    // slots; (held, demand) of each silo; expected targets
    [InlineData(8, new[] { 0, 100, 0, 100 }, new[] { 4, 4 })]
    [InlineData(8, new[] { 0, 1, 0, 100 }, new[] { 1, 7 })]
    [InlineData(8, new[] { 8, 100, 0, 100, 0, 100 }, new[] { 3, 3, 2 })]
    [InlineData(8, new[] { 3, 100, 2, 100, 3, 100 }, new[] { 3, 2, 3 })]
    [InlineData(8, new[] { 0, 2, 0, 3 }, new[] { 2, 3 })]
    [InlineData(0, new[] { 2, 5, 0, 3 }, new[] { 0, 0 })]
    public void Split_ByDemand_IsEven(int slots, int[] heldAndDemand, int[] targets)
    {
        var silos = Silos(heldAndDemand);
        SlotShares.Split(slots, silos, TimeSpan.Zero);
        Assert.Equal(targets, silos.Select(s => s.Target));
    }

    [Fact]
    public void Split_OthersWantAndNothingIsFree_TakesBackWhatIsAboveTheShare()
    {
        var silos = Silos(8, 8, 0, 3);
        Assert.Equal(0, SlotShares.Split(8, silos, TimeSpan.Zero));
        Assert.Equal(5, silos[0].Share);
        Assert.Equal(int.MaxValue, silos[1].Share);
    }

    [Fact]
    public void Split_OthersWantAndEnoughIsFree_TakesNothingBack()
    {
        var silos = Silos(5, 0, 0, 3);
        Assert.Equal(3, SlotShares.Split(8, silos, TimeSpan.Zero));
        Assert.Equal(int.MaxValue, silos[0].Share);
    }

    [Fact]
    public void Split_LimitBecameStricter_TakesBackDownToIt()
    {
        var silos = Silos(8, 8);
        Assert.Equal(-6, SlotShares.Split(2, silos, TimeSpan.Zero));
        Assert.Equal(2, silos[0].Share);
    }

    [Fact]
    public void Split_FewerSlotsThanSilos_TheyTakeTurns()
    {
        var silos = Silos(1, 50, 0, 50, 0, 50);
        (silos[1].StarvesSince, silos[2].StarvesSince) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1));
        silos[0].GainedAt = TimeSpan.FromSeconds(3);

        SlotShares.Split(1, silos, TimeSpan.FromSeconds(3));
        Assert.Equal([1, 0, 0], silos.Select(s => s.Target));

        SlotShares.Split(1, silos, TimeSpan.FromSeconds(3) + SlotShares.Turn);
        Assert.Equal([0, 0, 1], silos.Select(s => s.Target));
        Assert.Equal(0, silos[0].Share);
    }

    private static List<SiloLease> Silos(params int[] heldAndDemand) =>
        [.. heldAndDemand.Chunk(2).Select((pair, i) => new SiloLease($"s{i}") { Held = pair[0], InUse = Math.Min(pair[0], pair[1]), Waiting = Math.Max(0, pair[1] - pair[0]) })];
}
