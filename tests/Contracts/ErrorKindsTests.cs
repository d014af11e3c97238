using Gleaner.Contracts.Runs;

namespace Gleaner.Tests.Contracts;

public sealed class ErrorKindsTests
{
    [Theory]
    [InlineData(ErrorKind.Dns, "dns")]
    [InlineData(ErrorKind.HttpStatus, "http-status")]
    [InlineData(ErrorKind.RateLimited, "rate-limited")]
    [InlineData(ErrorKind.TooLarge, "too-large")]
    public void ToName_Kind_IsKebabCase(ErrorKind kind, string name) => Assert.Equal(name, kind.ToName());

    [Fact]
    public void FromName_EveryName_GivesItsKind() =>
        Assert.All(Enum.GetValues<ErrorKind>(), kind => Assert.Equal(kind, ErrorKinds.FromName(kind.ToName())));
}
