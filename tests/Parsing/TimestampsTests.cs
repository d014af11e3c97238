using Gleaner.Pipeline.Parsing;

namespace Gleaner.Tests.Parsing;

public sealed class TimestampsTests
{
    [Theory]
    [InlineData("2024-05-01", "2024-05-01T00:00:00Z")]
    [InlineData("2024-05-01T12:34", "2024-05-01T12:34:00Z")]
    [InlineData("2024-05-01T12:34:56", "2024-05-01T12:34:56Z")]
    [InlineData("2024-05-01 12:34:56", "2024-05-01T12:34:56Z")]
    [InlineData("2024-05-01t12:34:56z", "2024-05-01T12:34:56Z")]
    [InlineData("2024-05-01T12:34:56+02:00", "2024-05-01T10:34:56Z")]
    [InlineData("2024-05-01T12:34:56-0530", "2024-05-01T18:04:56Z")]
    [InlineData("2024-05-01T12:34:56.100Z", "2024-05-01T12:34:56.1Z")]
    [InlineData("2024-05-01T12:34:56.123456789Z", "2024-05-01T12:34:56.1234567Z")]
    [InlineData("20240501T123456Z", "2024-05-01T12:34:56Z")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z")]
    [InlineData("Sun, 6 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z")]
    [InlineData("06 Nov 94 08:49 EST", "1994-11-06T13:49:00Z")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z")]
    [InlineData("Mon, 06 Sep 2021 16:45:00 +0200", "2021-09-06T14:45:00Z")]
    [InlineData("Mon, 06 Sep 2021 16:45:00 -0700", "2021-09-06T23:45:00Z")]
    [InlineData("Mon, 06 September 2021 16:45:00 Z", "2021-09-06T16:45:00Z")]
    public void TryRead_SpellingsOfTheWeb_AreUtc(string text, string expected)
    {
        Assert.True(Timestamps.TryRead(text, out var time));
        Assert.Equal(expected, Timestamps.ToIso(time));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2024-13-01")]
    [InlineData("2024-02-30")]
    [InlineData("2024-05-01T25:00:00Z")]
    [InlineData("31 Feb 2024 00:00 GMT")]
    [InlineData("06 Nov 1994 08:49:37 XYZ")]
    [InlineData("06 Nov 1994 08:49:37 9999")]
    [InlineData("06 Nov 0 08:49:37 GMT")]
    [InlineData("1714567890")]
    public void TryRead_NoTime_IsFalse(string text) => Assert.False(Timestamps.TryRead(text, out _));
}
