using Gleaner.Pipeline.Hosts;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Hosts;

public sealed class HeldHostsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Until_HeldHost_IsKnownUntilItIsOver()
    {
        var held = new HeldHosts(_time);
        Assert.False(held.Any);
        var until = _time.GetUtcNow().AddSeconds(3);
        Assert.True(held.Hold("http://a:80", until));
        Assert.Equal(until, held.Until("http://a:80"));
        Assert.Null(held.Until("http://b:80"));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(held.Until("http://a:80"));
        Assert.False(held.Any);
    }

    [Fact]
    public void Hold_LongerWait_IsToldAndShorterIsNot()
    {
        var held = new HeldHosts(_time);
        var told = new List<string>();
        held.Held += told.Add;
        held.Hold("http://a:80", _time.GetUtcNow().AddSeconds(3));
        Assert.False(held.Hold("http://a:80", _time.GetUtcNow().AddSeconds(2)));
        Assert.True(held.Hold("http://a:80", _time.GetUtcNow().AddSeconds(4)));
        Assert.False(held.Hold("http://b:80", _time.GetUtcNow()));
        Assert.Equal(["http://a:80", "http://a:80"], told);
    }
}
