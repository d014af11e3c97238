using System.Text;
using Gleaner.Pipeline.Parsing;

namespace Gleaner.Tests.Parsing;

public sealed class CharsetsTests
{
    [Theory]
    [InlineData("utf-8", "utf-8")]
    [InlineData("UTF8", "utf-8")]
    [InlineData("iso-8859-1", "windows-1252")]
    [InlineData("us-ascii", "windows-1252")]
    [InlineData("windows-1251", "windows-1251")]
    [InlineData("shift_jis", "shift_jis")]
    [InlineData("gbk", "gb18030")]
    [InlineData("euc-kr", "euc-kr")]
    [InlineData("koi8-r", "koi8-r")]
    [InlineData("utf-16", "utf-16")]
    [InlineData("iso-8859-15", "iso-8859-15")]
    public void Find_WebName_IsItsEncoding(string name, string expected) => Assert.Equal(expected, Charsets.Find(name)?.WebName);

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("utf-7")]
    [InlineData("\0")]
    public void Find_UnknownOrUnsafeName_IsNull(string name) => Assert.Null(Charsets.Find(name));

    [Theory]
    [InlineData("EFBBBF41", "windows-1252", "utf-8", 3)]
    [InlineData("FFFE4100", "", "utf-16", 2)]
    [InlineData("FEFF0041", "", "utf-16BE", 2)]
    [InlineData("FFFE000041000000", "", "utf-32", 4)]
    [InlineData("0000FEFF00000041", "", "utf-32BE", 4)]
    [InlineData("41", "windows-1251", "windows-1251", 0)]
    [InlineData("41", "nonsense", "utf-8", 0)]
    [InlineData("C3BC", "", "utf-8", 0)]
    [InlineData("FC", "", "windows-1252", 0)]
    [InlineData("41004200", "", "utf-16", 0)]
    [InlineData("00410042", "", "utf-16BE", 0)]
    [InlineData("", "", "utf-8", 0)]
    public void Choose_MarkThenHeaderThenContent(string hex, string declared, string expected, int mark)
    {
        var (encoding, length, guessed) = Charsets.Choose(Convert.FromHexString(hex), declared);

        Assert.Equal((expected, mark), (encoding.WebName, length));
        Assert.Equal(hex == "FC", guessed);
    }

    [Theory]
    [InlineData("<?xml version='1.0' encoding='windows-1251'?><a/>", "windows-1251")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>", "utf-8")]
    [InlineData("<html><meta charset=koi8-r>", "koi8-r")]
    [InlineData("<META http-equiv=Content-Type content=\"text/html; charset=shift_jis\">", "shift_jis")]
    [InlineData("<p>charset=koi8-r</p>", "utf-8")]
    public void Choose_DocumentThatDeclaresItself_IsBelieved(string document, string expected) =>
        Assert.Equal(expected, Charsets.Choose(Encoding.ASCII.GetBytes(document), "").Encoding.WebName);
}
