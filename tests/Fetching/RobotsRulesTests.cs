using Gleaner.Pipeline.Fetching;

namespace Gleaner.Tests.Fetching;

public sealed class RobotsRulesTests
{
    [Theory]
    [InlineData("/", "/", true)]
    [InlineData("/a", "/a", true)]
    [InlineData("/a", "/a/b?c", true)]
    [InlineData("/a", "/b", false)]
    [InlineData("/a/", "/a", false)]
    [InlineData("/A", "/a", false)]
    [InlineData("/*.pdf", "/x/y.pdf?z", true)]
    [InlineData("/*.pdf$", "/x/y.pdf?z", false)]
    [InlineData("/*.pdf$", "/x.pdf.pdf", true)]
    [InlineData("/a$", "/a", true)]
    [InlineData("/a$", "/ab", false)]
    [InlineData("*", "/anything", true)]
    [InlineData("/*/b/*/d", "/a/b/c/d/e", true)]
    [InlineData("/*/b/*/d", "/a/b/d", false)]
    [InlineData("/a%3cd", "/a%3Cd", true)]
    [InlineData("/%7Ejoe", "/~joe", true)]
    [InlineData("/ü", "/%C3%BC", true)]
    [InlineData("/a%2Fb", "/a/b", false)]
    [InlineData("/a%2A", "/a*", true)]
    [InlineData("/a%24", "/a$", true)]
    [InlineData("/?q=", "/?q=1", true)]
    [InlineData("/a%zz", "/a%zz", true)]
    public void Allows_Pattern_ForbidsWhatItMatches(string pattern, string path, bool forbidden) =>
        Assert.Equal(!forbidden, RobotsRules.Read($"User-agent: *\nDisallow: {pattern}").Allows(path));

    [Theory]
    [InlineData("Allow: /a/b\nDisallow: /a", "/a/b/c", true)]
    [InlineData("Allow: /a/b\nDisallow: /a", "/a/c", false)]
    [InlineData("Disallow: /a\nAllow: /a", "/a", true)]
    [InlineData("Allow: /a\nDisallow: /a", "/a", true)]
    [InlineData("Allow: /\nDisallow: /*.gif$", "/x.gif", false)]
    [InlineData("Disallow:", "/a", true)]
    [InlineData("Allow:\nDisallow: /", "/a", false)]
    public void Allows_SeveralRules_TheLongestDecides(string rules, string path, bool allowed) =>
        Assert.Equal(allowed, RobotsRules.Read($"user-agent: *\n{rules}").Allows(path));

    [Theory]
    [InlineData("User-agent: *\nDisallow: /\n\nUser-agent: gleaner\nDisallow: /private", true)]
    [InlineData("User-agent: Gleaner/1.0\nDisallow: /private\nUser-agent: *\nDisallow: /", true)]
    [InlineData("User-agent: other\nUser-agent: GLEANER\nDisallow: /open", false)]
    [InlineData("User-agent: gleaner\nDisallow: /x\nUser-agent: other\nDisallow: /\nUser-agent: gleaner\nDisallow: /open", false)]
    [InlineData("User-agent: gleaner\n\nUser-agent: *\nDisallow: /", false)]
    [InlineData("User-agent: gleanerbot\nDisallow: /", true)]
    [InlineData("User-agent: other\nDisallow: /", true)]
    [InlineData("User-agent: gleaner\nSitemap: http://x.test/s\nDisallow: /open", false)]
    [InlineData("Disallow: /", true)]
    [InlineData("", true)]
    [InlineData("\uFEFFUser-agent: * # all\r\n disallow : /open # why\r\n", false)]
    [InlineData("<html>User-agent: *</html>\nDisallow /\n:::\n\0", true)]
    public void Read_Groups_OursWinsOverEverybodys(string text, bool allowed) => Assert.Equal(allowed, RobotsRules.Read(text).Allows("/open"));

    [Fact]
    public void Allows_NoGroupForUs_AllIsAllowed() => Assert.True(RobotsRules.None.Allows("/"));
}
