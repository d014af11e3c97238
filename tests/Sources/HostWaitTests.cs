using Gleaner.Pipeline.Sources;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Sources;

public sealed class HostWaitTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly HostWait _wait;

    public HostWaitTests() => _wait = new HostWait(_time);

    public void Dispose() => _wait.Dispose();

    [Fact]
    public void Set_ShortWait_IsNoNews()
    {
        var news = _wait.News("r")!;
        _wait.Set(true);
        _time.Advance(TimeSpan.FromMilliseconds(19));
        _wait.Set(false);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(news.IsCompleted);
        Assert.False(_wait.Answer("r"));
    }

    [Fact]
    public void Set_LongWait_IsToldToEachRunOnce()
    {
        var news = _wait.News("r")!;
        _wait.Set(true);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.True(news.IsCompleted);
        Assert.True(_wait.Answer("r"));
        Assert.Null(_wait.News("r"));
        Assert.True(_wait.News("other")!.IsCompleted);
        // Whoever knows it polls, and is told that it goes on.
        Assert.True(_wait.Answer("r"));
    }

    [Fact]
    public void Set_NextWaitOfTheSameFetch_IsToldAnew()
    {
        _wait.Set(true);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.True(_wait.Answer("r"));
        _wait.Set(false);
        Assert.False(_wait.Answer("r"));
        var news = _wait.News("r")!;
        Assert.False(news.IsCompleted);
        _wait.Set(true);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.True(news.IsCompleted);
    }

    [Fact]
    public void Over_FetchEnded_IsNewsToAll()
    {
        var news = _wait.News("r")!;
        _wait.Over();
        Assert.True(news.IsCompleted);
        _wait.Set(false);
        Assert.True(_wait.News("late")!.IsCompleted);
        Assert.False(_wait.Answer("r"));
    }
}
