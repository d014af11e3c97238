using Gleaner.Client.Gathering;

namespace Gleaner.Tests.Client.Gathering;

public sealed class SeenOutcomesTests
{
    [Fact]
    public void Add_EveryPlaceOnce_IsNewOnceOnly()
    {
        var seen = new SeenOutcomes();
        foreach (var (shard, position) in Places())
        {
            Assert.True(seen.Add(shard, position));
        }

        Assert.All(Places(), place => Assert.False(seen.Add(place.Shard, place.Position)));
    }

    private static IEnumerable<(int Shard, int Position)> Places() =>
        from shard in (int[])[0, 1, 390] from position in Enumerable.Range(0, 256) select (shard, position);
}
