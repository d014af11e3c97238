using System.Text;
using System.Text.Json;
using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Tests.Sources;

/// <summary>One source's grain from its settings to its rows, on an embedded silo over a SQLite file.</summary>
public sealed class SourceGrainTests : IAsyncLifetime
{
    private readonly StoreAddress _store = TestStore.NewFile();
    private readonly RecordingSchedules _schedules = new();
    private TestOrigin _origin = null!;
    private EmbeddedSilo _silo = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _origin = await TestOrigin.Start();
        _silo = await EmbeddedSilo.Start(_store, services => services.AddSingleton<ISchedules>(_schedules));
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _origin.DisposeAsync();
    }

    [Fact]
    public async Task Fetch_SecondTime_IsConditionalAndKeepsTheRecords()
    {
        await Apply("a", "/etag/1");
        var first = await _silo.Fetch("a");
        var second = await _silo.Fetch("a");
        Assert.Equal(["", "\"1\""], SentOf("/etag/1", "If-None-Match"));
        Assert.Equal((true, 304, true, 1, 0L), (second.Ok, second.Status, second.Unchanged, second.Records, second.Bytes));
        Assert.Equal(first.Sha256, second.Sha256);
        Assert.Equal(["""{"version":"1"}"""], await _silo.Records("a"));
        // And once more: a 304 confirms the validators as well.
        Assert.Equal(304, (await _silo.Fetch("a")).Status);
    }

    [Fact]
    public async Task Fetch_DefinitionChanged_AsksAnewAndRestatesTheRows()
    {
        var source = await Apply("a", "/etag/1");
        await _silo.Fetch("a");
        await _silo.Apply(source with { Decode = new DecodeDefinition { Format = BodyFormat.Text }, Request = new RequestDefinition { Query = [new QueryParameter("x", "1")] } });
        var second = await _silo.Fetch("a");
        Assert.Equal(["", ""], SentOf("/etag/1", "If-None-Match"));
        Assert.Equal((200, false), (second.Status, second.Unchanged));
        Assert.Equal([[second.Run]], await _silo.Rows("SELECT run FROM records"));
    }

    [Fact]
    public async Task Fetch_AfterAFailure_StaysConditionalBecauseTheRecordsAreThere()
    {
        var source = await Apply("a", "/etag/1");
        await _silo.Fetch("a");
        var failed = await _silo.Fetch("a", SourceGrains.Options with { Deadline = TimeSpan.FromTicks(1) });
        Assert.False(failed.Ok);
        var status = (await _silo.Source("a").Describe())!;
        Assert.Equal((SourceHealth.Down, 1, 1), (status.Health, status.ConsecutiveFailures, status.Records));
        Assert.True(status.LastAt >= status.LastOkAt);
        Assert.Equal([["down", 1L]], await _silo.Rows("SELECT health, stale FROM sources WHERE source = 'a'"));
        Assert.Equal(304, (await _silo.Fetch("a")).Status);
        Assert.Equal([["up", 0L]], await _silo.Rows("SELECT health, stale FROM sources WHERE source = 'a'"));
        Assert.Equal(source, (await _silo.Source("a").Describe())!.Definition);
    }

    [Fact]
    public async Task Fetch_ContentWantedThatIsNotKept_AsksForTheBody()
    {
        await Apply("a", "/etag/1");
        await _silo.Fetch("a");
        var second = await _silo.Fetch("a", SourceGrains.Options with { Content = true });
        Assert.Equal((200, true), (second.Status, second.Unchanged));
        Assert.Equal("""{"version":"1"}""", Encoding.UTF8.GetString((await _silo.Source("a").ReadContent(second.Sha256!, 0))!.Bytes));
        Assert.Equal(304, (await _silo.Fetch("a", SourceGrains.Options with { Content = true })).Status);
    }

    [Fact]
    public async Task Fetch_BareUrl_IsNotConditional()
    {
        var url = _origin.Url("/etag/1");
        for (var i = 0; i < 2; i++)
        {
            await _silo.Fetch(url, SourceGrains.Wish(Gathering.NewRun()) with { Definition = Gathering.Source(url) });
        }

        Assert.Equal(["", ""], SentOf("/etag/1", "If-None-Match"));
        // The report of a fetch that went well is there for who asks at once, and not in the store.
        Assert.Single((await _silo.Source(url).Describe())!.LastFetch!.Attempts);
        Assert.Equal(0L, await _silo.Count("SELECT COUNT(*) FROM OrleansStorage WHERE CAST(PayloadBinary AS TEXT) LIKE '%attempts%'"));
    }

    [Fact]
    public async Task Fetch_FreshAnswer_SaysWhenItIsDueAndWhy()
    {
        await Apply("a", "/fresh/600");
        await _silo.Fetch("a");
        var status = (await _silo.Source("a").Describe())!;
        Assert.Equal(DueReason.Freshness, status.DueBecause);
        Assert.Equal(600, (status.NextDue!.Value - status.LastOkAt!.Value).TotalSeconds, 1.0);
        Assert.Equal([["freshness"]], await _silo.Rows("SELECT due_because FROM sources WHERE source = 'a'"));
        // Due or not, a gather fetches.
        Assert.True((await _silo.Fetch("a")).Ok);
        Assert.Equal(2, _origin.Log.HitsOf("/fresh/600"));
    }

    [Fact]
    public async Task Fetch_ServerWantedPatience_IsNotAskedByTheNextRun()
    {
        await Apply("a", "/retry-after/60");
        Assert.Equal(ErrorKind.RateLimited, (await _silo.Fetch("a")).Error!.Kind);
        Assert.Equal(0, (await _silo.Fetch("a")).Attempts);
        Assert.Equal(DueReason.RetryAfter, (await _silo.Source("a").Describe())!.DueBecause);
        Assert.Equal(1, _origin.Log.HitsOf("/retry-after/60"));
    }

    [Fact]
    public async Task Fetch_TwentyFiveThousandRecords_AreStoredInPartsAndSeenTogether()
    {
        await Apply("a", "/array/25000");
        var outcome = await _silo.Fetch("a");
        Assert.Equal((true, 25_000), (outcome.Ok, outcome.Records));
        Assert.Equal([[25_000L, 0L, 24_999L, outcome.Run]], await _silo.Rows("SELECT COUNT(*), MIN(seq), MAX(seq), MAX(run) FROM records"));
        Assert.Equal(24_999, JsonDocument.Parse((await _silo.Records("a"))[^1]).RootElement.GetProperty("n").GetInt32());
        Assert.Equal(0L, await _silo.Count("SELECT COUNT(*) FROM staged_records"));
        // A smaller body takes the place of all of them.
        await Apply("a", "/array/3");
        await _silo.Fetch("a");
        Assert.Equal(3L, await _silo.Count("SELECT COUNT(*) FROM records"));
    }

    [Fact]
    public async Task Apply_SameOrDifferent_SaysSoAndTellsTheSchedules()
    {
        var source = new SourceDefinition { Name = "a", Url = "http://a/", Politeness = new PolitenessDefinition(), Schedule = new ScheduleDefinition { Every = TimeSpan.FromHours(1) } };
        var grain = _silo.Source("a");
        Assert.True(await grain.Apply(source));
        Assert.False(await grain.Apply(source));
        Assert.True(await grain.Apply(source with { Retry = new RetryDefinition { MaxAttempts = 2 } }));
        Assert.True(await grain.Pause(true));
        Assert.False(await grain.Pause(true));
        Assert.True((await grain.Describe())!.Paused);
        Assert.True(await grain.Forget());
        Assert.Equal(
            [("a", true), ("a", true), ("a", true), ("a", false), ("a", false), ("a", false)],
            _schedules.Told);
    }

    [Fact]
    public async Task Pause_SourceThatWasNeverApplied_IsRefused() => await Assert.ThrowsAsync<SourceNotFoundException>(() => _silo.Source("nowhere").Pause(true));

    [Fact]
    public async Task Forget_Source_LeavesNothingOfIt()
    {
        await Apply("a", "/array/25000");
        await _silo.Fetch("a");
        Assert.True(await _silo.Source("a").Forget());
        Assert.Equal(0L, await _silo.Count("SELECT (SELECT COUNT(*) FROM records) + (SELECT COUNT(*) FROM staged_records) + (SELECT COUNT(*) FROM record_keys) + (SELECT COUNT(*) FROM sources)"));
    }

    private Task<SourceDefinition> Apply(string name, string path) => _silo.Apply(new SourceDefinition { Name = name, Url = _origin.Url(path) });

    private IEnumerable<string> SentOf(string path, string header) =>
        _origin.Log.Hits.Where(hit => hit.Path.Split('?')[0] == path).Select(hit => hit.Headers.GetValueOrDefault(header, ""));

    private sealed class RecordingSchedules : ISchedules
    {
        public List<(string Source, bool Scheduled)> Told { get; } = [];

        public Task Set(string source, ScheduleDefinition? schedule, DateTimeOffset? notBefore)
        {
            lock (Told)
            {
                Told.Add((source, schedule is not null));
            }

            return Task.CompletedTask;
        }
    }
}
