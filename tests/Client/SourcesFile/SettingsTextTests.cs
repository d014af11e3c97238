using Gleaner.Client.SourcesFile;
using Gleaner.Client.SourcesFile.Sections;
using Gleaner.Contracts.Sources;

namespace Gleaner.Tests.Client.SourcesFile;

public sealed class SettingsTextTests
{
    private const string Everything = """
        sources:
          - url: http://a/
            method: POST
            query: { q: "1" }
            body: { q: 1 }
            headers: { X-A: b }
            auth: { bearer: "${env:T}" }
            tags: [a, b]
            allow_private: true
            proxy: http://p:1
            robots: true
            timeout: 1s
            deadline: 1m
            connect_timeout: 2s
            idle_timeout: 3s
            retry: { max_attempts: 1, backoff: 1ms, max_retry_after: 1s, unsafe: true }
            responses: { 404: ignore, 5xx: rate-limited }
            politeness: { max_concurrency: 1, delay: 1s, rate: 1/s, circuit_failures: 1, circuit_pause: 1s }
            max_body: 1MiB
            max_redirects: 1
            conditional: false
            pagination: { kind: page, param: p, size_param: s, page_size: 1, first_page: 0, max_pages: 2, max_bytes: 1MiB }
            cursor: { field: f, param: c, start: "1", lag: 1, key: [k] }
            decode: { format: json, records: r }
            transform: [{ select: [a, { b: c }] }, { filter: { field: a, equals: x } }]
            contract: { mode: freeze, columns: { a: { type: text, required: true } } }
            schedule: { cron: "0 5 * * *", zone: Europe/Oslo, overlap: queue, catch_up: false }
        """;

    [Fact]
    public void Of_Everything_HasEachKeyAsTheFileHasIt()
    {
        var settings = SettingsText.Of(Read(Everything));
        Assert.Equal(
            [
                "url=http://a/", "method=POST", "query.q=1", "body={\"q\":1}", "headers.X-A=b", "auth.bearer=${env:T}", "tags=a, b", "allow_private=true", "proxy=http://p:1", "robots=true",
                "timeout=1s", "deadline=1m", "connect_timeout=2s", "idle_timeout=3s", "retry.max_attempts=1", "retry.backoff=1ms", "retry.max_retry_after=1s", "retry.unsafe=true",
                "responses.404=ignore", "responses.500-599=rate-limited", "politeness.max_concurrency=1", "politeness.delay=1s", "politeness.rate=1/s", "politeness.circuit_failures=1",
                "politeness.circuit_pause=1s", "max_body=1MiB", "max_redirects=1", "conditional=false", "pagination.kind=page", "pagination.param=p", "pagination.size_param=s",
                "pagination.page_size=1", "pagination.first_page=0", "pagination.max_pages=2", "pagination.max_bytes=1MiB", "cursor.field=f", "cursor.param=c", "cursor.start=1", "cursor.lag=1",
                "cursor.key=k", "decode.format=json", "decode.records=r", "transform[0].select=a, b: c", "transform[1].filter=a equals \"x\"", "contract.mode=freeze",
                "contract.columns.a=text, required", "schedule.cron=0 5 * * *", "schedule.zone=Europe/Oslo", "schedule.overlap=queue", "schedule.catch_up=false",
            ],
            settings.Select(setting => $"{setting.Key}={setting.Text}"));
    }

    // A section that is missing here would make `diff` and `sources show` silent about it.
    [Fact]
    public void Of_Everything_SpeaksOfEveryTopKey()
    {
        var settings = SettingsText.Of(Read(Everything));
        Assert.All(
            SourceSection.OfSource.Keys.Where(key => key != SourceSection.Name && key != ScheduleSection.Every),
            key => Assert.Contains(settings, setting => setting.Key == key.Name || setting.Key.StartsWith(key.Name + ".", StringComparison.Ordinal) || setting.Key.StartsWith(key.Name + "[", StringComparison.Ordinal)));
    }

    [Fact]
    public void Of_BareUrl_SaysThatItAsksForNoPoliteness() =>
        Assert.Equal([new Setting("url", "http://a/"), new Setting("politeness", "none")], SettingsText.Of(new SourceDefinition { Name = "a", Url = "http://a/" }));

    [Fact]
    public void Effective_Defaults_AreMarked()
    {
        var settings = EffectiveSettings.Of(Read("sources: [{url: http://a/, timeout: 3s, retry: {max_attempts: 5}, pagination: {kind: link}}]"));
        Assert.Contains(new EffectiveSetting("timeout", "3s", IsDefault: false), settings);
        Assert.Contains(new EffectiveSetting("deadline", "30s", IsDefault: true), settings);
        Assert.Contains(new EffectiveSetting("retry.max_attempts", "5", IsDefault: false), settings);
        Assert.Contains(new EffectiveSetting("retry.backoff", "500ms", IsDefault: true), settings);
        Assert.Contains(new EffectiveSetting("politeness.max_concurrency", "8", IsDefault: true), settings);
        Assert.Contains(new EffectiveSetting("pagination.max_pages", "1000", IsDefault: true), settings);
        Assert.Contains(new EffectiveSetting("cursor", "none", IsDefault: true), settings);
        Assert.Contains(new EffectiveSetting("conditional", "true", IsDefault: true), settings);
        Assert.DoesNotContain(settings, setting => setting.Key == "cursor.start");
    }

    [Fact]
    public void Effective_BareUrl_IsNeitherPoliteNorConditional()
    {
        var settings = EffectiveSettings.Of(new SourceDefinition { Name = "a", Url = "http://a/" });
        Assert.Contains(new EffectiveSetting("politeness", "none", IsDefault: false), settings);
        Assert.Contains(new EffectiveSetting("conditional", "false", IsDefault: true), settings);
    }

    private static SourceDefinition Read(string text)
    {
        var content = SourcesFileReader.Parse("s.yaml", text);
        Assert.Empty(content.Faults);
        return Assert.Single(content.Sources);
    }
}
