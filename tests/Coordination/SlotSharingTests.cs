using Gleaner.Pipeline.Coordination;

namespace Gleaner.Tests.Coordination;

public sealed class SlotSharingTests
{
    private const int ShardSize = 256;

    [Theory]
    [InlineData(1, 1, 10)]
    [InlineData(64, 3, 256)]
    [InlineData(64, 79, 256)]
    [InlineData(1_000, 4, 250)]
    [InlineData(10_000, 391, 256)]
    [InlineData(7, 20, 5)]
    public void Share_WholeRunOfOneFetchAtATime_NeverPassesTheTotalAndEndsEveryShard(int total, int count, int size)
    {
        var shards = Shards(count, size);
        var sharing = new SlotSharing(total, shards, ShardSize);
        var run = new SimulatedRun(shards);
        SimulatedRun.Start(sharing.Share());
        var steps = 0;
        while (!shards.TrueForAll(s => s.IsDone))
        {
            Assert.InRange(run.InFlight, 1, total);
            run.FinishOne();
            SimulatedRun.Start(sharing.Share());
            Assert.True(++steps <= count * size, "every step finishes one source");
        }
    }

    [Theory]
    [InlineData(1_000, 4, 250, 1_000)]
    [InlineData(64, 79, 256, 64)]
    [InlineData(100, 1, 30, 30)]
    public void Share_AtTheStart_UsesAllSlotsThatSourcesCanUse(int total, int count, int size, int expected)
    {
        var shards = Shards(count, size);
        var run = new SimulatedRun(shards);
        SimulatedRun.Start(new SlotSharing(total, shards, ShardSize).Share());
        Assert.Equal(expected, run.InFlight);
    }

    [Fact]
    public void Share_LastShardIsShorterThanItsShare_TheOthersGetWhatItCannotUse()
    {
        List<ShardProgress> shards = [new(0, 256), new(1, 256), new(2, 256), new(3, 232)];
        var run = new SimulatedRun(shards);
        SimulatedRun.Start(new SlotSharing(1_000, shards, ShardSize).Share());
        Assert.Equal(1_000, run.InFlight);
    }

    [Fact]
    public void Share_ShardHeldUpByOneSlowSource_GivesItsOtherSlotsToTheNext()
    {
        var shards = Shards(count: 2, size: 4);
        var sharing = new SlotSharing(2, shards, ShardSize);
        sharing.Share();
        var first = shards[0];
        for (var position = 0; position < 3; position++)
        {
            first.Note(position);
        }

        (first.Waiting, first.InFlight) = (0, 1);
        sharing.Share();
        Assert.Equal(1, first.Held);
        Assert.Equal(2, first.Held + shards[1].Held);
    }

    [Fact]
    public void Share_EverySourceWaitsForItsHost_BeginsAFewShardsAndNoMore()
    {
        var shards = Shards(count: 400, size: 256);
        var sharing = new SlotSharing(64, shards, ShardSize);
        for (var round = 0; round < 400; round++)
        {
            foreach (var shard in sharing.Share())
            {
                (shard.Waiting, shard.InFlight) = (0, 0);
            }
        }

        Assert.Equal(64, shards.Count(s => s.Slots > 0));
        // One of them ends: another begins.
        for (var position = 0; position < 256; position++)
        {
            shards[0].Note(position);
        }

        sharing.Share();
        Assert.InRange(shards.Count(s => s.Slots > 0), 65, 72);
    }

    private static List<ShardProgress> Shards(int count, int size) =>
        [.. Enumerable.Range(0, count).Select(i => new ShardProgress(i, size))];

    /// <summary>Shards as the coordinator sees them: each report is exact, and a shard uses all slots it has.</summary>
    private sealed class SimulatedRun(List<ShardProgress> shards)
    {
        private int _turn;

        public int InFlight => shards.Sum(s => s.InFlight);

        public static void Start(IEnumerable<ShardProgress> grown)
        {
            foreach (var shard in grown)
            {
                Fill(shard);
            }
        }

        public void FinishOne()
        {
            var busy = shards.Where(s => s.InFlight > 0).ToList();
            var shard = busy[_turn++ % busy.Count];
            shard.InFlight--;
            shard.Note(shard.Done);
            Fill(shard);
        }

        private static void Fill(ShardProgress shard)
        {
            var begin = Math.Min(shard.Waiting, shard.Slots - shard.InFlight);
            shard.Waiting -= begin;
            shard.InFlight += begin;
        }
    }
}
