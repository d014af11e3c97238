using Gleaner.Contracts.Runs;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Fetching;

/// <summary>Runs alone: it counts what the whole process allocates.</summary>
[CollectionDefinition(nameof(FetcherMemoryTests), DisableParallelization = true)]
[Collection(nameof(FetcherMemoryTests))]
public sealed class FetcherMemoryTests(FetcherFixture fixture) : IClassFixture<FetcherFixture>
{
    private const long Cap = 16 * 1024 * 1024;

    [Theory]
    [InlineData("/gzip-bomb")]
    [InlineData("/endless")]
    public async Task Fetch_BodyOverTheCap_AllocatesLessThanTwiceTheCap(string path)
    {
        using (await fixture.Fetch("/ok/warm"))
        {
        }

        // What is allocated in total is at least what is held at the peak; the origin's own buffers are in it.
        var before = GC.GetTotalAllocatedBytes(precise: true);
        using var result = await fixture.Fetch(path);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Equal(ErrorKind.TooLarge, result.Error?.Kind);
        Assert.Equal(Cap, result.Bytes);
        Assert.InRange(allocated, 0, 2 * Cap);
    }

    [Fact]
    public async Task Fetch_AnnouncedOverTheCap_ReadsNothing()
    {
        using var result = await fixture.Fetch("/huge/999999999999");

        Assert.Equal(ErrorKind.TooLarge, result.Error?.Kind);
        Assert.Equal(0, result.Bytes);
    }

    [Fact]
    public async Task Fetch_ExactlyTheCap_IsAccepted()
    {
        using var result = await fixture.Fetch($"/huge/{Cap}");

        Assert.Null(result.Error);
        Assert.Equal(Cap, result.Body.Length);
    }
}
