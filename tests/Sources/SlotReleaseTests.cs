using Gleaner.Pipeline.Sources;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Sources;

public sealed class SlotReleaseTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SlotRelease _slot;

    public SlotReleaseTests() => _slot = new SlotRelease(_time);

    public void Dispose() => _slot.Dispose();

    [Fact]
    public void WaitForHost_ShortWait_IsNoNews()
    {
        var news = _slot.News("r")!;
        _slot.WaitForHost(true);
        _time.Advance(TimeSpan.FromMilliseconds(19));
        _slot.WaitForHost(false);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(news.IsCompleted);
        Assert.False(_slot.Answer("r"));
    }

    [Fact]
    public void WaitForHost_LongWait_IsToldToEachRunOnce()
    {
        var news = _slot.News("r")!;
        _slot.WaitForHost(true);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.True(news.IsCompleted);
        Assert.True(_slot.Answer("r"));
        Assert.Null(_slot.News("r"));
        Assert.True(_slot.News("other")!.IsCompleted);
        // Whoever knows it polls, and is told that it goes on.
        Assert.True(_slot.Answer("r"));
    }

    [Fact]
    public void WaitForHost_NextWaitOfTheSameFetch_IsToldAnew()
    {
        TellOfAWaitForTheHostThatEnds();
        var news = _slot.News("r")!;
        Assert.False(news.IsCompleted);
        _slot.WaitForHost(true);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.True(news.IsCompleted);
    }

    [Fact]
    public void Over_FetchEnded_IsNewsToAll()
    {
        var news = _slot.News("r")!;
        _slot.Over();
        Assert.True(news.IsCompleted);
        _slot.WaitForHost(false);
        Assert.True(_slot.News("late")!.IsCompleted);
        Assert.False(_slot.Answer("r"));
    }

    [Fact]
    public void WaitForStore_RowsAreInLine_IsToldToEachRunAtOnceAndOnce()
    {
        var news = _slot.News("r")!;
        Assert.False(news.IsCompleted);
        Assert.False(_slot.IsAwaited);
        _slot.WaitForStore();
        Assert.True(news.IsCompleted);
        Assert.True(_slot.Answer("r"));
        Assert.True(_slot.IsAwaited);
        Assert.Null(_slot.News("r"));
        Assert.True(_slot.News("other")!.IsCompleted);
    }

    [Fact]
    public void WaitForStore_AfterAWaitForTheHost_IsToldAnew()
    {
        TellOfAWaitForTheHostThatEnds();
        var news = _slot.News("r")!;
        Assert.False(news.IsCompleted);
        _slot.WaitForStore();
        Assert.True(news.IsCompleted);
        Assert.True(_slot.Answer("r"));
    }

    private void TellOfAWaitForTheHostThatEnds()
    {
        _slot.WaitForHost(true);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.True(_slot.Answer("r"));
        _slot.WaitForHost(false);
        Assert.False(_slot.Answer("r"));
    }
}
