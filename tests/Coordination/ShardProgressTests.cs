using Gleaner.Pipeline.Coordination;

namespace Gleaner.Tests.Coordination;

public sealed class ShardProgressTests
{
    [Fact]
    public void Note_EveryPositionTwice_CountsEachOnce()
    {
        var shard = new ShardProgress(0, 256);
        for (var position = 0; position < 256; position++)
        {
            Assert.True(shard.Note(position));
            Assert.False(shard.Note(position));
        }

        Assert.True(shard.IsDone);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void Note_PositionOutsideThePlan_IsRefused(int position)
    {
        var shard = new ShardProgress(0, 10);
        Assert.False(shard.Note(position));
        Assert.Equal(0, shard.Done);
    }

    [Fact]
    public void Held_NoSourceWaiting_IsWhatIsInFlight()
    {
        var shard = new ShardProgress(0, 10) { Slots = 8, Waiting = 0, InFlight = 3 };
        Assert.Equal(3, shard.Held);
    }
}
