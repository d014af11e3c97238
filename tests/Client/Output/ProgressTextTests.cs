using Gleaner.Client.Output;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Client.Output;

public sealed class ProgressTextTests
{
    private static readonly ProgressSnapshot Half = new(2_000, 900, 100, 250, TimeSpan.FromSeconds(4));

    [Fact]
    public void Line_HalfWay_HasCountsRateAndTimeLeft() =>
        Assert.Equal("1,000/2,000, 900 ok, 100 failed, 250/s, 4 s left", ProgressText.Line(Half));

    [Fact]
    public void Line_TotalUnknown_HasNoTimeLeft() =>
        Assert.Equal("7, 7 ok, 0 failed, 3/s", ProgressText.Line(new ProgressSnapshot(0, 7, 0, 3, TimeSpan.Zero)));

    [Theory]
    [InlineData(120)]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(20)]
    [InlineData(1)]
    public void Bar_AnyWidth_StaysInsideTheLine(int width)
    {
        var plain = Spectre.Console.Markup.Remove(ProgressText.Bar(Half, width));
        Assert.True(plain.Length < Math.Max(width, 1) || plain.Length == 0, plain);
    }

    [Fact]
    public void Bar_HalfWay_IsHalfFilled()
    {
        var markup = ProgressText.Bar(Half, 120);
        Assert.Contains($"[green]{new string('━', 15)}[/][grey]{new string('━', 15)}[/]", markup, StringComparison.Ordinal);
        Assert.Contains("1,000/2,000", markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.85, "850 ms")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(245, "4 min 5 s")]
    [InlineData(7_260, "2 h 1 min")]
    public void Duration_Seconds_AreForPeople(double seconds, string text) => Assert.Equal(text, ProgressText.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Read_RateChanges_FollowsTheLastSeconds()
    {
        var time = new FakeTimeProvider();
        var progress = new GatherProgress(time);
        progress.SetTotal(1_000);
        for (var second = 0; second < 20; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            for (var i = 0; i < (second < 10 ? 50 : 10); i++)
            {
                progress.Add(ok: true);
            }

            progress.Read();
        }

        Assert.Equal(10, progress.Read().RatePerSecond, 0.5);
        Assert.Equal(40, progress.Read().Left!.Value.TotalSeconds, 3.0);
    }
}
