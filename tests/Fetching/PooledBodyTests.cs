using Gleaner.Pipeline.Fetching;

namespace Gleaner.Tests.Fetching;

public sealed class PooledBodyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void Free_UntilTheCap_KeepsEveryByteAndEndsThere(int cap)
    {
        using var body = new PooledBody(cap, announced: 0);
        for (var free = body.Free(); !free.IsEmpty; free = body.Free())
        {
            var count = Math.Min(free.Length, 999);
            for (var i = 0; i < count; i++)
            {
                free.Span[i] = (byte)((body.Length + i) % 251);
            }

            body.Advance(count);
        }

        Assert.Equal(cap, body.Length);
        Assert.Equal(-1, Enumerable.Range(0, cap).FirstOrDefault(i => body.Written.Span[i] != i % 251, -1));
    }

    [Theory]
    [InlineData(0, 4096)]
    [InlineData(500, 4096)]
    [InlineData(20_000, 32 * 1024)]
    [InlineData(1_000_000_000, 64 * 1024)]
    public void Free_FirstPiece_IsSmallWhateverIsAnnounced(long announced, int most)
    {
        using var body = new PooledBody(16 * 1024 * 1024, announced);

        Assert.InRange(body.Free().Length, 1, most);
    }

    [Fact]
    public void Dispose_Twice_GivesTheMemoryBackOnce()
    {
        var body = new PooledBody(4096, announced: 0);
        body.Dispose();
        body.Dispose();

        Assert.True(body.Written.IsEmpty);
    }
}
