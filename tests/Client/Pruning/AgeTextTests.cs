using Gleaner.Client.Pruning;

namespace Gleaner.Tests.Client.Pruning;

public sealed class AgeTextTests
{
    [Theory]
    [InlineData("0s", 0, "0s")]
    [InlineData("90m", 90 * 60, "90m")]
    [InlineData("60m", 3_600, "1h")]
    [InlineData("30d", 30 * 86_400, "30d")]
    [InlineData("2w", 14 * 86_400, "14d")]
    public void Parse_NumberAndUnit_IsThatAge(string text, int seconds, string formatted)
    {
        Assert.Null(AgeText.Parse(text, out var age));
        Assert.Equal(TimeSpan.FromSeconds(seconds), age);
        Assert.Equal(formatted, AgeText.Format(age));
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("30")]
    [InlineData("-1d")]
    [InlineData("1.5d")]
    [InlineData("30 days")]
    [InlineData("99999999999d")]
    [InlineData("2000000000w")]
    public void Parse_AnythingElse_SaysWhatToWrite(string text) => Assert.StartsWith($"'{text}' is ", AgeText.Parse(text, out _), StringComparison.Ordinal);
}
