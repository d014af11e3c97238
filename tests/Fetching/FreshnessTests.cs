using Gleaner.Pipeline.Fetching;

namespace Gleaner.Tests.Fetching;

public sealed class FreshnessTests
{
    private const string Date = "Sun, 22 Nov 2026 12:00:00 GMT";

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("max-age=60", null, 60)]
    [InlineData("MAX-AGE = 60", null, 60)]
    [InlineData("public, max-age=\"60\", must-revalidate", null, 60)]
    [InlineData("ext=\"a, max-age=5\", max-age=60", null, 60)]
    [InlineData("max-age=60, max-age=90", null, 60)]
    [InlineData("max-age=60", "10", 50)]
    [InlineData("max-age=60", "90", 0)]
    [InlineData("max-age=60", "nonsense", 60)]
    [InlineData("max-age=60", "-5", 60)]
    [InlineData("max-age=86401", null, 86400)]
    [InlineData("max-age=31536000", "200000", 86400)]
    [InlineData("max-age=99999999999999999999999999", null, 86400)]
    [InlineData("max-age=99999999999999999999999999", "99999999999999999999999", 0)]
    [InlineData("max-age=-1", null, 0)]
    [InlineData("max-age=soon", null, 0)]
    [InlineData("max-age", null, 0)]
    public void Read_MaxAge_IsWhatIsLeftOfItUpToADay(string cacheControl, string? age, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Freshness.Read(cacheControl, null, Date, age, Now));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(",,=,\"")]
    [InlineData("public")]
    [InlineData("s-maxage=60")]
    [InlineData("no-cache")]
    [InlineData("no-cache=\"set-cookie\"")]
    [InlineData("max-age=60, no-store")]
    [InlineData("No-Cache, max-age=60")]
    public void Read_NothingSaidOrForbidden_IsNull(string? cacheControl) => Assert.Null(Freshness.Read(cacheControl, null, Date, null, Now));

    [Theory]
    [InlineData("Sun, 22 Nov 2026 12:01:00 GMT", Date, 60)]
    [InlineData("Sun, 22 Nov 2026 12:01:00 GMT", null, 60)]
    [InlineData("Sun, 22 Nov 2026 12:01:00 GMT", "nonsense", 60)]
    [InlineData("Sun, 22 Nov 2026 12:01:00 GMT", "Sun, 22 Nov 2026 12:00:30 GMT", 30)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", 86400)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", Date, 0)]
    [InlineData("0", Date, 0)]
    [InlineData("-1", Date, 0)]
    public void Read_Expires_CountsFromTheServersDate(string expires, string? date, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Freshness.Read(null, expires, date, null, Now));

    [Fact]
    public void Read_MaxAgeAndExpires_MaxAgeWins() =>
        Assert.Equal(TimeSpan.FromSeconds(5), Freshness.Read("max-age=5", "Sun, 22 Nov 2026 12:01:00 GMT", Date, null, Now));
}
