using Gleaner.Pipeline.Fetching;

namespace Gleaner.Tests.Fetching;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1)]
    [InlineData(" 120 ", 120)]
    [InlineData("300", 300)]
    [InlineData("301", 300)]
    [InlineData("99999999999999999999999999", 300)]
    [InlineData("Sun, 22 Nov 2026 12:00:30 GMT", 30)]
    [InlineData("Sunday, 22-Nov-26 12:00:30 GMT", 30)]
    [InlineData("Sun Nov 22 12:00:30 2026", 30)]
    [InlineData("Sun, 22 Nov 2026 11:00:00 GMT", 0)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", 0)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 300)]
    public void Read_SecondsOrDate_IsTheWaitBetweenZeroAndTheMost(string value, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfter.Read(value, Now, TimeSpan.FromMinutes(5)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("1, 2")]
    [InlineData("Sun, 99 Nov 2026 12:00:30 GMT")]
    public void Read_Nonsense_IsNull(string? value) => Assert.Null(RetryAfter.Read(value, Now, TimeSpan.FromMinutes(5)));
}
