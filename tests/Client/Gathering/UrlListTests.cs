using Gleaner.Client.Gathering;
using Gleaner.Client.Output;

namespace Gleaner.Tests.Client.Gathering;

public sealed class UrlListTests
{
    [Fact]
    public void Read_Lines_AreUrlsWithoutBlanksAndComments() =>
        Assert.Equal(["http://a/", "http://b/#x"], UrlList.Read("-", new StringReader("# mine\nhttp://a/\n\n  http://b/#x \r\n")));

    [Fact]
    public void Read_BadLine_NamesFileAndLine()
    {
        var error = Assert.Throws<UserErrorException>(() => UrlList.Read("-", new StringReader("http://a/\n\nnope\n")));
        Assert.Equal("<stdin>:3: The URL 'nope' is not an absolute URL; write for example https://example.com/data.json.", error.Message);
        Assert.Equal(ExitCode.Usage, error.ExitCode);
    }

    [Fact]
    public void Read_NoFile_SaysSo()
    {
        var error = Assert.Throws<UserErrorException>(() => UrlList.Read("/nowhere/urls.txt", TextReader.Null));
        Assert.Equal("The file '/nowhere/urls.txt' cannot be read: it does not exist.", error.Message);
    }
}
