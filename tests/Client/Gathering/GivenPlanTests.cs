using Gleaner.Client.Gathering;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;

namespace Gleaner.Tests.Client.Gathering;

public sealed class GivenPlanTests
{
    [Fact]
    public async Task ReadPages_ManyUrls_ComeInPagesOfAShardAtMost()
    {
        var plan = new GivenPlan([], Enumerable.Range(0, 600).Select(i => $"http://a/{i}"));
        var pages = await Pages(plan);
        Assert.Equal([256, 256, 88], pages.Select(page => page.Count));
        Assert.Equal(Enumerable.Range(0, 600).Select(i => $"http://a/{i}"), pages.SelectMany(page => page).Select(p => p.Definition!.Url));
        Assert.Equal(600, plan.Count);
    }

    [Fact]
    public async Task ReadPages_UrlGivenTwice_IsOneSource()
    {
        var plan = new GivenPlan([], ["http://a/", "http://b/", "http://a/"]);
        Assert.Equal(["http://a/", "http://b/"], (await Pages(plan))[0].Select(p => p.Name));
        Assert.Equal(2, plan.Count);
    }

    [Fact]
    public async Task ReadPages_UrlThatAFileDefines_KeepsTheFilesDefinition()
    {
        var defined = new SourceDefinition { Name = "http://a/", Url = "http://a/", Tags = ["t"] };
        var planned = Assert.Single((await Pages(new GivenPlan([defined], ["http://a/"])))[0]);
        Assert.Same(defined, planned.Definition);
    }

    [Fact]
    public async Task ReadPages_LongUrl_IsNamedByItsShortenedUrl()
    {
        var url = "http://a/" + new string('x', 500);
        var planned = Assert.Single((await Pages(new GivenPlan([], [url])))[0]);
        Assert.Equal((SourceName.ForUrl(url), url), (planned.Name, planned.Definition!.Url));
    }

    [Fact]
    public async Task ReadPages_AppliedSources_AreAskedForPageByPage()
    {
        var names = Enumerable.Range(0, 300).Select(i => $"s{i:000}").ToList();
        var asked = new List<string>();
        var plan = new AppliedPlan((after, limit, _) =>
        {
            asked.Add(after);
            return Task.FromResult<IReadOnlyList<string>>([.. names.Where(n => string.CompareOrdinal(n, after) > 0).Take(limit)]);
        });
        var pages = await Pages(plan);
        Assert.Equal(names, pages.SelectMany(page => page).Select(p => p.Name));
        Assert.All(pages.SelectMany(page => page), p => Assert.Null(p.Definition));
        Assert.Equal(["", "s255"], asked);
    }

    [Fact]
    public async Task ReadPages_NothingApplied_IsNoPage() =>
        Assert.Empty(await Pages(new AppliedPlan((_, _, _) => Task.FromResult<IReadOnlyList<string>>([]))));

    private static async Task<List<IReadOnlyList<PlannedSource>>> Pages(IGatherPlan plan)
    {
        var pages = new List<IReadOnlyList<PlannedSource>>();
        await foreach (var page in plan.ReadPages(TestContext.Current.CancellationToken))
        {
            pages.Add(page);
        }

        return pages;
    }
}
