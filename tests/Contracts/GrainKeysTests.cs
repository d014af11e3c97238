using Gleaner.Contracts;

namespace Gleaner.Tests.Contracts;

public sealed class GrainKeysTests
{
    [Theory]
    [InlineData("20261122-101530-x7k2", 0)]
    [InlineData("a/b", 390)]
    public void ShardOf_KeyOfAShard_GivesItsParts(string run, int shard) =>
        Assert.Equal((run, shard), GrainKeys.ShardOf(GrainKeys.Shard(run, shard)));

    [Theory]
    [InlineData("cafe")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void SourceNameOf_KeyOfASource_GivesItsName(string name) =>
        Assert.Equal(name, GrainKeys.SourceNameOf(GrainKeys.Source(name)));
}
