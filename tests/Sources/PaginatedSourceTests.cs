using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Tests.Sources;

/// <summary>Sources of several pages, on an embedded silo.</summary>
public abstract class PaginatedSourceTests : IAsyncLifetime
{
    private StoreAddress _store = null!;
    private TestOrigin _origin = null!;
    private EmbeddedSilo _silo = null!;

    protected abstract Task<StoreAddress> NewStore();

    protected virtual void Configure(IServiceCollection services, StoreAddress store)
    {
    }

    public async ValueTask InitializeAsync()
    {
        _origin = await TestOrigin.Start();
        _store = await NewStore();
        _silo = await StartSilo();
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _origin.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(PaginationKind.LinkHeader, "/pages/link/25/10", 3)]
    [InlineData(PaginationKind.Auto, "/pages/link/25/10", 3)]
    [InlineData(PaginationKind.Offset, "/pages/offset/25/10", 4)]
    [InlineData(PaginationKind.Offset, "/pages/offset/20/10", 3)]
    [InlineData(PaginationKind.PageNumber, "/pages/number/25/10", 4)]
    public async Task Fetch_Pages_BringsTheRecordsOfAllInOrder(PaginationKind kind, string path, int hits)
    {
        await Apply(path, new PaginationDefinition { Kind = kind });
        var outcome = await _silo.Fetch("p");
        Assert.True(outcome.Ok, outcome.Error?.Message);
        var total = int.Parse(path.Split('/')[3], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(Enumerable.Range(0, total).Select(id => $$"""{"id":{{id}}}"""), await _silo.Records("p"));
        Assert.Equal((total, hits, false), (outcome.Records, outcome.Attempts, outcome.Unchanged));
        Assert.Equal(hits, _origin.Log.HitsOf(path));
        Assert.Equal(0L, await _silo.Count("SELECT COUNT(*) FROM staged_records"));
        var report = (await _silo.Source("p").Describe())!.LastFetch!;
        Assert.Equal((hits, total), (report.Pages, report.Rows));
        Assert.Equal(Enumerable.Range(0, hits), report.Attempts.Select(attempt => attempt.Page));
    }

    [Theory]
    [InlineData(PaginationKind.NextUrl, "/pages/next/25/10", "links.next")]
    [InlineData(PaginationKind.Auto, "/pages/next/25/10", null)]
    [InlineData(PaginationKind.Cursor, "/pages/cursor/25/10", null)]
    [InlineData(PaginationKind.Auto, "/pages/cursor/25/10", null)]
    public async Task Fetch_PagesThatTheBodyLeadsTo_AreAllRead(PaginationKind kind, string path, string? at)
    {
        await Apply(path, new PaginationDefinition { Kind = kind, Path = at });
        var outcome = await _silo.Fetch("p");
        // Each page is one object.
        Assert.Equal((true, 3), (outcome.Ok, outcome.Records));
        Assert.Equal(3, _origin.Log.HitsOf(path));
    }

    [Fact]
    public async Task Fetch_RecordsPathAndTransform_ApplyToEveryPage()
    {
        await Apply("/pages/next/25/10", new PaginationDefinition { Kind = PaginationKind.NextUrl, Path = "links.next" }, source => source with
        {
            Decode = new DecodeDefinition { Records = "items" },
            Transform = new TransformDefinition(
            [
                new TransformStep(TransformKind.Filter, [new TransformField("id", "5")], FilterOperator.GreaterOrEqual),
                new TransformStep(TransformKind.Rename, [new TransformField("id", "number")]),
            ]),
        });
        var outcome = await _silo.Fetch("p");
        Assert.Equal((true, 20), (outcome.Ok, outcome.Records));
        Assert.Equal(Enumerable.Range(5, 20).Select(id => $$"""{"number":{{id}}}"""), await _silo.Records("p"));
        Assert.Equal(5, (await _silo.Source("p").Describe())!.LastFetch!.Filtered);
        // The same again: unchanged, with the same counts.
        Assert.True((await _silo.Fetch("p")).Unchanged);
        Assert.Equal(5, (await _silo.Source("p").Describe())!.LastFetch!.Filtered);
    }

    [Fact]
    public async Task Fetch_EveryRecordOfEveryPageBad_IsATransformFault()
    {
        await Apply("/pages/link/25/10", new PaginationDefinition { Kind = PaginationKind.LinkHeader }, source => source with
        {
            Transform = new TransformDefinition([new TransformStep(TransformKind.Cast, [new TransformField("id", "array")])]),
        });
        var outcome = await _silo.Fetch("p");
        Assert.Equal(ErrorKind.Transform, outcome.Error?.Kind);
        var report = (await _silo.Source("p").Describe())!.LastFetch!;
        Assert.Equal((25, 3), (report.Bad, report.Pages));
        Assert.NotEmpty(report.Samples);
    }

    [Fact]
    public async Task Fetch_PageSizeKnown_StopsAtTheFirstPageThatIsNotFull()
    {
        await Apply("/pages/number/25/10", new PaginationDefinition { Kind = PaginationKind.PageNumber, PageSize = 10, SizeParam = "per" });
        Assert.Equal(25, (await _silo.Fetch("p")).Records);
        Assert.Equal(["?per=10&page=1", "?per=10&page=2", "?per=10&page=3"], _origin.Log.Hits.Select(hit => hit.Path[hit.Path.IndexOf('?')..]));
    }

    [Fact]
    public async Task Fetch_SamePagesAgain_IsUnchangedAndKeepsTheRecords()
    {
        await Apply("/pages/link/25/10", new PaginationDefinition { Kind = PaginationKind.LinkHeader });
        var first = await _silo.Fetch("p");
        var second = await _silo.Fetch("p");
        Assert.Equal((true, 25, first.Sha256), (second.Unchanged, second.Records, second.Sha256));
        Assert.Equal([[25L, first.Run, first.Run]], await _silo.Rows("SELECT COUNT(*), MIN(run), MAX(run) FROM records"));
        Assert.Equal(0L, await _silo.Count("SELECT COUNT(*) FROM staged_records"));
        Assert.DoesNotContain(_origin.Log.Hits, hit => hit.Headers.ContainsKey("If-None-Match"));
    }

    [Fact]
    public async Task Fetch_FifthPageBreaks_LeavesTheOldRecordsWhole()
    {
        await Apply("/pages/link/30/10", new PaginationDefinition { Kind = PaginationKind.LinkHeader });
        var first = await _silo.Fetch("p");
        await Apply("/pages/link/100/10?broken=5", new PaginationDefinition { Kind = PaginationKind.LinkHeader });
        var second = await _silo.Fetch("p");
        Assert.Equal((false, ErrorKind.HttpStatus, 0), (second.Ok, second.Error!.Kind, second.Records));
        Assert.Equal([[30L, first.Run]], await _silo.Rows("SELECT COUNT(*), MAX(run) FROM records"));
        Assert.Equal(0L, await _silo.Count("SELECT COUNT(*) FROM staged_records"));
        Assert.Equal((SourceHealth.Down, 30), await HealthAndRecords());
        // The next run begins with the first page.
        await _silo.Fetch("p");
        Assert.Equal(2, _origin.Log.Hits.Count(hit => hit.Path == "/pages/link/100/10?broken=5"));
    }

    [Fact]
    public async Task Fetch_PagesInACircle_IsNoticed()
    {
        await Apply("/pages/circle", new PaginationDefinition { Kind = PaginationKind.Cursor });
        var outcome = await _silo.Fetch("p");
        Assert.Equal((ErrorKind.Pagination, 4), (outcome.Error!.Kind, outcome.Attempts));
        Assert.Equal(0L, await _silo.Count("SELECT (SELECT COUNT(*) FROM staged_records) + (SELECT COUNT(*) FROM records)"));
    }

    [Fact]
    public async Task Fetch_MorePagesThanAllowed_IsAFault()
    {
        await Apply("/pages/endless", new PaginationDefinition { Kind = PaginationKind.Cursor, MaxPages = 5 });
        var outcome = await _silo.Fetch("p");
        Assert.Equal((ErrorKind.Pagination, 5), (outcome.Error!.Kind, outcome.Attempts));
        Assert.Contains("max_pages", outcome.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_MoreBytesThanAllowed_IsAFault()
    {
        await Apply("/pages/endless", new PaginationDefinition { Kind = PaginationKind.Cursor, MaxBytes = 100 });
        var outcome = await _silo.Fetch("p");
        Assert.Equal(ErrorKind.Pagination, outcome.Error!.Kind);
        Assert.InRange(outcome.Bytes, 101, 120);
    }

    [Fact]
    public async Task Fetch_MissingPageThatIsToBeIgnored_EndsTheSet()
    {
        await Apply(
            "/pages/number/30/10?broken=3", new PaginationDefinition { Kind = PaginationKind.PageNumber },
            source => source with { Responses = new ResponsesDefinition([new ResponseOverride(404, 404, ResponseAction.Ignore)]) });
        var outcome = await _silo.Fetch("p");
        Assert.Equal((true, 20), (outcome.Ok, outcome.Records));
        Assert.Equal(20L, await _silo.Count("SELECT COUNT(*) FROM records"));
    }

    [Fact]
    public async Task Fetch_SiloGoesInTheMiddle_ResumesAtThePage()
    {
        await Apply("/pages/link/100/10?slow=7&ms=60000", new PaginationDefinition { Kind = PaginationKind.LinkHeader }, source => source with { Timeout = TimeSpan.FromSeconds(90) });
        var wish = SourceGrains.Wish("r1", SourceGrains.Options with { Timeout = TimeSpan.FromSeconds(90), Deadline = TimeSpan.FromSeconds(90) });
        var lost = _silo.Source("p").Fetch(wish);
        await UntilHit("page=7");
        await _silo.DisposeAsync();
        await Ended(lost);
        Assert.Equal(7, _origin.Log.Hits.Count);

        _silo = await StartSilo();
        Assert.Equal(60L, await _silo.Count("SELECT COUNT(*) FROM staged_records"));
        Assert.Equal(0L, await _silo.Count("SELECT COUNT(*) FROM records"));
        // Same pages, but the origin has found its speed.
        var again = _silo.Source("p").Fetch(wish with { Again = true });
        await UntilHit("page=7", times: 2);
        Assert.Equal(8, _origin.Log.Hits.Count);
        await _silo.Source("p").Withdraw("r1");
        await Ended(again);
    }

    [Fact]
    public async Task Fetch_AnotherRunAfterALostOne_BeginsAnew()
    {
        var silent = new PaginationDefinition { Kind = PaginationKind.LinkHeader };
        await Apply("/pages/link/100/10?slow=3&ms=60000", silent, source => source with { Timeout = TimeSpan.FromSeconds(90) });
        var lost = _silo.Source("p").Fetch(SourceGrains.Wish("r1", SourceGrains.Options with { Timeout = TimeSpan.FromSeconds(90), Deadline = TimeSpan.FromSeconds(90) }));
        await UntilHit("page=3");
        await _silo.Source("p").Withdraw("r1");
        await Ended(lost);
        Assert.Equal(20L, await _silo.Count("SELECT COUNT(*) FROM staged_records"));
        var failed = await _silo.Fetch("p", SourceGrains.Options with { Timeout = TimeSpan.FromMilliseconds(200), Deadline = TimeSpan.FromMilliseconds(300) });
        Assert.False(failed.Ok);
        Assert.Equal(2, _origin.Log.Hits.Count(hit => !hit.Path.Contains("page=", StringComparison.Ordinal)));
        Assert.Equal(0L, await _silo.Count("SELECT COUNT(*) FROM staged_records"));
    }

    private Task<EmbeddedSilo> StartSilo() => EmbeddedSilo.Start(_store, services => Configure(services, _store));

    private async Task UntilHit(string part, int times = 1)
    {
        while (_origin.Log.Hits.Count(hit => hit.Path.Contains(part, StringComparison.Ordinal)) < times)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits for a call whose end is not the point: cancelled, broken off, or answered early because the host was asked first.</summary>
    private static Task Ended(Task call) => call.ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);

    private async Task<(SourceHealth Health, int Records)> HealthAndRecords()
    {
        var status = (await _silo.Source("p").Describe())!;
        return (status.Health, status.Records);
    }

    private Task<SourceDefinition> Apply(string path, PaginationDefinition pagination, Func<SourceDefinition, SourceDefinition>? with = null)
    {
        var source = new SourceDefinition { Name = "p", Url = _origin.Url(path), Pagination = pagination };
        return _silo.Apply(with?.Invoke(source) ?? source);
    }
}

public sealed class SqlitePaginatedSourceTests : PaginatedSourceTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(TestStore.NewFile());
}

/// <summary>With Orleans' own storage provider, whose writes do not carry rows along.</summary>
public sealed class StockPaginatedSourceTests : PaginatedSourceTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(TestStore.NewFile());

    protected override void Configure(IServiceCollection services, StoreAddress store) => services.UseStockSourceStorage(store);
}
