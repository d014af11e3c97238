using Gleaner.Client.SourcesFile;

namespace Gleaner.Tests.Client.SourcesFile;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("1ms", 1)]
    [InlineData("500ms", 500)]
    [InlineData("10s", 10_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("5m", 300_000)]
    [InlineData("1h", 3_600_000)]
    public void Parse_NumberAndUnit_IsThatLong(string text, double milliseconds)
    {
        Assert.Null(DurationText.Parse(text, DurationText.LongestTimeout, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("10", "'10' has no unit; write for example 500ms, 10s or 5m")]
    [InlineData("", "'' is not a duration; write for example 500ms, 10s or 5m")]
    [InlineData("soon", "'soon' is not a duration; write for example 500ms, 10s or 5m")]
    [InlineData("-1s", "'-1s' is not a duration; write for example 500ms, 10s or 5m")]
    [InlineData("1e3s", "'1e3s' is not a duration; write for example 500ms, 10s or 5m")]
    [InlineData("10 s", "'10 s' is not a duration; write for example 500ms, 10s or 5m")]
    [InlineData("NaNs", "'NaNs' is not a duration; write for example 500ms, 10s or 5m")]
    [InlineData("0s", "'0s' is out of range; from 1ms to 1h is allowed")]
    [InlineData("0.4ms", "'0.4ms' is out of range; from 1ms to 1h is allowed")]
    [InlineData("61m", "'61m' is out of range; from 1ms to 1h is allowed")]
    public void Parse_NoDuration_SaysWhy(string text, string fault) =>
        Assert.Equal(fault, DurationText.Parse(text, DurationText.LongestTimeout, out _));

    [Theory]
    [InlineData(1, "1ms")]
    [InlineData(1_500, "1500ms")]
    [InlineData(2_000, "2s")]
    [InlineData(90_000, "90s")]
    [InlineData(86_400_000, "24h")]
    public void Format_Duration_IsInItsLargestWholeUnit(double milliseconds, string text) =>
        Assert.Equal(text, DurationText.Format(TimeSpan.FromMilliseconds(milliseconds)));
}
