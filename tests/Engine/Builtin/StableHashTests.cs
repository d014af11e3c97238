using System.Buffers.Binary;
using System.Text;

namespace Gleaner.Tests.Engine.Builtin;

public sealed class StableHashTests
{
    [Theory]
    [InlineData("", 0x02CC5D05)]
    [InlineData("a", 0x550D7456)]
    [InlineData("abc", 0x32D153FF)]
    [InlineData("Nobody inspects the spammish repetition", 0xE2293B2F)]
    public void ComputeHash_PublishedVectors_Match(string text, uint expected) => Assert.Equal(expected, BinaryPrimitives.ReverseEndianness(StableHash.ComputeHash(Encoding.UTF8.GetBytes(text))));
}
