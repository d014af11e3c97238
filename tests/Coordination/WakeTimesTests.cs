using Gleaner.Pipeline.Coordination;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Coordination;

public sealed class WakeTimesTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private readonly WakeTimes _wakes;

    public WakeTimesTests() => _wakes = new WakeTimes(First, _time);

    [Fact]
    public void Next_RunThatStaysWithoutCoordinator_IsCalledEverMoreSeldom()
    {
        var calls = new List<int>();
        for (var second = 0; second < 1_200; second++)
        {
            if (_wakes.Next("r") > 0)
            {
                calls.Add(second);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 5, 15, 35, 75, 155, 315, 615, 915], calls);
    }

    [Fact]
    public void Next_SameRunTwiceAtOnce_IsCalledOnceAndOthersAreNotHeldUp()
    {
        Assert.Equal(1, _wakes.Next("r"));
        Assert.Equal(0, _wakes.Next("r"));
        Assert.Equal(1, _wakes.Next("other"));
    }

    [Fact]
    public void Next_RunThatWasDrivenInBetween_BeginsAnew()
    {
        _wakes.Next("r");
        _time.Advance(First);
        Assert.Equal(2, _wakes.Next("r"));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, _wakes.Next("r"));
        _time.Advance(First);
        Assert.Equal(2, _wakes.Next("r"));
    }

    [Fact]
    public void Next_ManyRunsOverHours_OldOnesAreForgotten()
    {
        for (var i = 0; i < 5_000; i++)
        {
            Assert.Equal(1, _wakes.Next($"r{i}"));
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.InRange(_wakes.Count, 1, 1_000);
    }
}
