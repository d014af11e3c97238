using Gleaner.Client.SourcesFile;

namespace Gleaner.Tests.Client.SourcesFile;

public sealed class ByteTextTests
{
    [Theory]
    [InlineData("1B", 1)]
    [InlineData("512KiB", 512 * 1024)]
    [InlineData("1.5MiB", 3 << 19)]
    [InlineData("2kB", 2_000)]
    [InlineData("1GB", 1_000_000_000)]
    public void Parse_NumberAndUnit_IsSoMany(string text, long bytes)
    {
        Assert.Null(ByteText.Parse(text, 1, 1L << 30, out var parsed));
        Assert.Equal(bytes, parsed);
    }

    [Theory]
    [InlineData("16", "'16' has no unit; write for example 512KiB, 16MiB or 1GB")]
    [InlineData("", "'' is not a size; write for example 512KiB, 16MiB or 1GB")]
    [InlineData("MiB", "'MiB' is not a size; write for example 512KiB, 16MiB or 1GB")]
    [InlineData("1 MiB", "'1 MiB' is not a size; write for example 512KiB, 16MiB or 1GB")]
    [InlineData("1mib", "'1mib' is not a size; write for example 512KiB, 16MiB or 1GB")]
    [InlineData("2GiB", "'2GiB' is out of range; from 1B to 1GiB is allowed")]
    [InlineData("99999999999999TiB", "'99999999999999TiB' is out of range; from 1B to 1GiB is allowed")]
    [InlineData("0B", "'0B' is out of range; from 1B to 1GiB is allowed")]
    public void Parse_NoSize_SaysWhy(string text, string fault) => Assert.Equal(fault, ByteText.Parse(text, 1, 1L << 30, out _));

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1_000, "1000B")]
    [InlineData(16 << 20, "16MiB")]
    [InlineData(3 << 19, "1536KiB")]
    public void Format_Size_IsInItsLargestWholeUnit(long bytes, string text) => Assert.Equal(text, ByteText.Format(bytes));
}
