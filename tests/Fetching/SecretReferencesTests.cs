using Gleaner.Pipeline.Fetching;

namespace Gleaner.Tests.Fetching;

public sealed class SecretReferencesTests : IDisposable
{
    private const string Secret = "canary-5f1d";

    private readonly string _name = $"GLEANER_TEST_{Guid.NewGuid():n}";
    private readonly string _file = Path.GetTempFileName();

    public SecretReferencesTests()
    {
        Environment.SetEnvironmentVariable(_name, Secret);
        File.WriteAllText(_file, $"{Secret}\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("a $ sign, {braces} and $VAR")]
    public void Resolve_NoReference_IsTheValueItself(string value)
    {
        Assert.Equal(value, SecretReferences.Resolve(value, out var fault));
        Assert.Null(fault);
    }

    [Fact]
    public void Resolve_EnvironmentVariable_IsItsValue()
    {
        Assert.Equal($"Bearer {Secret}!", SecretReferences.Resolve($"Bearer ${{env:{_name}}}!", out var fault));
        Assert.Null(fault);
    }

    [Fact]
    public void Resolve_File_IsItsTextWithoutTheLastLineBreak()
    {
        Assert.Equal(Secret, SecretReferences.Resolve($"${{file:{_file}}}", out var fault));
        Assert.Null(fault);
    }

    [Fact]
    public void Resolve_SeveralReferences_AllAreReplacedOnce()
    {
        Assert.Equal($"{Secret}:{Secret}", SecretReferences.Resolve($"${{env:{_name}}}:${{file:{_file}}}", out var fault));
        Assert.Null(fault);
    }

    [Fact]
    public void Resolve_SecretThatLooksLikeAReference_IsNotResolvedAgain()
    {
        Environment.SetEnvironmentVariable(_name, "${env:PATH}");

        Assert.Equal("${env:PATH}", SecretReferences.Resolve($"${{env:{_name}}}", out var fault));
        Assert.Null(fault);
    }

    [Theory]
    [InlineData("${env:GLEANER_NO_SUCH_VARIABLE}", "${env:GLEANER_NO_SUCH_VARIABLE}, which is not set")]
    [InlineData("${file:/no/such/file}", "${file:/no/such/file}, which does not exist")]
    [InlineData("${file:/}", "${file:/}, which the silo cannot read")]
    [InlineData("${vault:x}", "neither ${env:NAME} nor ${file:PATH}")]
    [InlineData("${env:}", "neither ${env:NAME} nor ${file:PATH}")]
    [InlineData("${}", "neither ${env:NAME} nor ${file:PATH}")]
    [InlineData("abc ${env:X", "'${' without its '}'")]
    public void Resolve_BadReference_FaultNamesIt(string value, string expected)
    {
        Assert.Equal("", SecretReferences.Resolve(value, out var fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_GoodThenBadReference_FaultHoldsNoSecret()
    {
        SecretReferences.Resolve($"${{env:{_name}}} ${{env:GLEANER_NO_SUCH_VARIABLE}}", out var fault);

        Assert.NotNull(fault);
        Assert.DoesNotContain(Secret, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_HugeFile_IsRefused()
    {
        File.WriteAllBytes(_file, new byte[65 * 1024]);

        SecretReferences.Resolve($"${{file:{_file}}}", out var fault);

        Assert.Contains("over 64 KiB", fault, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_name, null);
        File.Delete(_file);
    }
}
