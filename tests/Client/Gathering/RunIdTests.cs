using System.Text.RegularExpressions;
using Gleaner.Client.Gathering;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Client.Gathering;

public sealed partial class RunIdTests
{
    [Fact]
    public void New_AnyTime_HasTheUtcSecondAndFourCharacters()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 15, 30, TimeSpan.FromHours(2)));
        Assert.Matches(Shape(), RunId.New(time));
    }

    [Fact]
    public void New_Later_SortsAfter()
    {
        var time = new FakeTimeProvider();
        var first = RunId.New(time);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(string.CompareOrdinal(first, RunId.New(time)) < 0);
    }

    [Theory]
    [InlineData("20261122-101530-x7k2", true)]
    [InlineData("mine_1", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("x' OR 1=1 --", false)]
    public void IsPlausible_Text_OnlyWhatNeedsNoQuoting(string text, bool plausible) => Assert.Equal(plausible, RunId.IsPlausible(text));

    [GeneratedRegex("^20261122-101530-[2-9a-hjkmnp-z]{4}$")]
    private static partial Regex Shape();
}
