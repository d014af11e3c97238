using Gleaner.Client.SourcesFile;
using Gleaner.Contracts.Sources;

namespace Gleaner.Tests.Client.SourcesFile;

public sealed class HeaderTextTests
{
    [Theory]
    [InlineData("Accept: text/html", "Accept", "text/html")]
    [InlineData("X-Empty:", "X-Empty", "")]
    [InlineData("Authorization:Bearer ${env:TOKEN}", "Authorization", "Bearer ${env:TOKEN}")]
    [InlineData("X: a:b", "X", "a:b")]
    public void Parse_NameAndValue_AreTrimmed(string text, string name, string value)
    {
        Assert.Null(HeaderText.Parse(text, out var header));
        Assert.Equal(new HeaderField(name, value), header);
    }

    [Theory]
    [InlineData("Accept", "has no colon; write 'Name: value'")]
    [InlineData(": x", "has an empty name")]
    [InlineData("A b: x", "has the name 'A b'; letters, digits and !#$%&'*+-.^_`|~ are allowed")]
    [InlineData("A: x\r\nB: y", "has a value with a line break or another control character")]
    [InlineData("A: ${TOKEN}", "has a reference that cannot be read; write ${env:NAME} or ${file:PATH}")]
    [InlineData("A: ${env:}", "has a reference that cannot be read; write ${env:NAME} or ${file:PATH}")]
    [InlineData("A: ${env:X", "has a reference that cannot be read; write ${env:NAME} or ${file:PATH}")]
    public void Parse_NoHeader_SaysWhy(string text, string fault) => Assert.Equal(fault, HeaderText.Parse(text, out _));
}
