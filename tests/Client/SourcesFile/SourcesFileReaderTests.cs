using Gleaner.Client.SourcesFile;
using Gleaner.Contracts.Sources;

namespace Gleaner.Tests.Client.SourcesFile;

public sealed class SourcesFileReaderTests
{
    private static string Fixtures => Path.Combine(AppContext.BaseDirectory, "Client", "SourcesFile", "Faults");

    public static TheoryData<string> FaultyFiles => [.. Directory.GetFiles(Fixtures, "*.yaml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    // Each file is named by its fault; beside it stands what is to be said, line for line.
    [Theory]
    [MemberData(nameof(FaultyFiles))]
    public void Parse_FaultyFile_ReportsEveryFaultWithItsPlace(string file)
    {
        var content = SourcesFileReader.Parse(file, File.ReadAllText(Path.Combine(Fixtures, file)));
        var expected = File.ReadAllLines(Path.Combine(Fixtures, Path.ChangeExtension(file, ".expected")));
        Assert.Equal(expected, content.Faults.Select(fault => fault.ToString()));
        Assert.Empty(content.Sources);
    }

    [Fact]
    public void FaultyFiles_All_AreThere() => Assert.True(FaultyFiles.Count >= 30);

    [Fact]
    public void Parse_TwelveFaults_ReportsTwelveInTheirLines()
    {
        var faults = SourcesFileReader.Parse("f.yaml", File.ReadAllText(Path.Combine(Fixtures, "twelve-faults.yaml"))).Faults;
        Assert.Equal([2, 3, 5, 8, 9, 10, 11, 12, 14, 16, 17, 18], faults.Select(fault => fault.Line));
        Assert.Equal(12, faults.Select(fault => fault.Message).Distinct().Count());
    }

    [Fact]
    public void Parse_LiteralSecrets_AreNeverRepeated() =>
        Assert.DoesNotContain("hunter2", File.ReadAllText(Path.Combine(Fixtures, "auth-literal-secrets.expected")), StringComparison.Ordinal);

    [Fact]
    public void Parse_BareString_IsASourceNamedByItsUrl()
    {
        var source = Assert.Single(Good("sources: [http://a/x]"));
        Assert.Equal(("http://a/x", "http://a/x"), (source.Name, source.Url));
        Assert.Null(source.Timeout);
    }

    [Fact]
    public void Parse_LongBareUrl_IsNamedByItsShortenedUrl()
    {
        var url = "http://a/" + new string('x', 300);
        Assert.Equal(SourceName.ForUrl(url), Assert.Single(Good($"sources:\n  - {url}\n")).Name);
    }

    [Fact]
    public void Parse_AllFields_AreRead()
    {
        var source = Assert.Single(Good("""
            sources:
              - name: weather
                url: https://example.com/w
                headers:
                  Accept: application/json
                  Authorization: Bearer ${env:TOKEN}
                tags: [daily, 'north sea']
                timeout: 500ms
                deadline: 5m
            """));
        Assert.Equal("weather", source.Name);
        Assert.Equal("https://example.com/w", source.Url);
        Assert.Equal([new HeaderField("Accept", "application/json"), new HeaderField("Authorization", "Bearer ${env:TOKEN}")], source.Headers);
        Assert.Equal(["daily", "north sea"], source.Tags);
        Assert.Equal((TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(5)), (source.Timeout!.Value, source.Deadline!.Value));
    }

    [Fact]
    public void Parse_Defaults_AreBeatenByTheSource()
    {
        var sources = Good("""
            defaults:
              headers: { accept: text/plain, X-A: default }
              tags: [common]
              timeout: 3s
            sources:
              - http://a/
              - url: http://b/
                headers: { Accept: application/json }
                tags: []
                timeout: 1s
                deadline: 9s
            """);
        Assert.Equal([new HeaderField("accept", "text/plain"), new HeaderField("X-A", "default")], sources[0].Headers);
        Assert.Equal(["common"], sources[0].Tags);
        Assert.Equal(TimeSpan.FromSeconds(3), sources[0].Timeout);
        Assert.Null(sources[0].Deadline);
        Assert.Equal([new HeaderField("X-A", "default"), new HeaderField("Accept", "application/json")], sources[1].Headers);
        Assert.Empty(sources[1].Tags);
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9)), (sources[1].Timeout!.Value, sources[1].Deadline!.Value));
    }

    [Fact]
    public void Parse_AnchorsAndAliases_StandForTheirValues()
    {
        var sources = Good("""
            sources:
              - url: http://a/
                headers: &h { X-A: "1" }
              - url: http://b/
                headers: *h
            """);
        Assert.Equal(sources[0].Headers, sources[1].Headers);
    }

    [Fact]
    public void Parse_NumbersAndBooleansAsNames_AreText() =>
        Assert.Equal(["123", "true"], Good("sources:\n  - {name: 123, url: http://a/}\n  - {name: true, url: http://b/}\n").Select(s => s.Name));

    private static IReadOnlyList<SourceDefinition> Good(string text)
    {
        var content = SourcesFileReader.Parse("s.yaml", text);
        Assert.Empty(content.Faults);
        return content.Sources;
    }
}
