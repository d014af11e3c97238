using System.Text;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Sources;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.Sources;

/// <summary>Looking at a source's rows without keeping them.</summary>
public sealed class PreviewTests : IAsyncLifetime
{
    private TestOrigin _origin = null!;
    private EmbeddedSilo _silo = null!;

    public async ValueTask InitializeAsync()
    {
        _origin = await TestOrigin.Start();
        _silo = await EmbeddedSilo.Start(TestStore.NewFile());
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _origin.DisposeAsync();
    }

    [Fact]
    public async Task Preview_Source_ShowsRowsAndStoresNothing()
    {
        var reply = await Preview(Source("/array/5"));
        Assert.Equal(5, reply.Rows.Length);
        Assert.StartsWith("""{"n":0,""", Encoding.UTF8.GetString(reply.Rows[0]), StringComparison.Ordinal);
        Assert.Equal((1, 5, null), (reply.Report!.Pages, reply.Report.Rows, reply.Report.Error));
        Assert.Null(await _silo.Source("p").Describe());
        Assert.Equal(0L, await _silo.Count("SELECT (SELECT COUNT(*) FROM sources) + (SELECT COUNT(*) FROM records) + (SELECT COUNT(*) FROM outcomes)"));
    }

    [Fact]
    public async Task Preview_ManyPages_ReadsOnlyWhatItShows()
    {
        var source = Source("/pages/link/1000/10") with { Pagination = new PaginationDefinition { Kind = PaginationKind.LinkHeader } };
        Assert.Equal(15, (await Preview(source, rows: 15)).Rows.Length);
        Assert.Equal(2, _origin.Log.Hits.Count);
        Assert.Equal(PreviewRun.MaxPages * 10, (await Preview(source, rows: 1_000)).Rows.Length);
    }

    [Fact]
    public async Task Preview_LargeRows_StayUnderTheBoundTogether()
    {
        var source = Source("/pages/endless") with { Url = _origin.Url("/sized/1500000/x") };
        Assert.Empty((await Preview(source)).Rows);
    }

    [Fact]
    public async Task Preview_SameOperationAgain_FetchesOnce()
    {
        var request = Request(Source("/array/5"));
        await _silo.Source("p").Preview(request);
        await _silo.Source("p").Preview(request);
        Assert.Equal(1, _origin.Log.HitsOf("/array/5"));
    }

    [Fact]
    public async Task Preview_IncrementalSource_ShowsItFromTheStart()
    {
        _origin.Items.Set(1, "a");
        var source = Source("/items") with { Name = "i", Cursor = new CursorDefinition { Field = "id", Param = "since", Start = "0" } };
        await _silo.Apply(source);
        await _silo.Fetch("i");
        var reply = await _silo.Source("i").Preview(new PreviewRequest { Operation = "o", Options = SourceGrains.Options });
        Assert.Single(reply.Rows);
        Assert.Equal(["/items?since=0", "/items?since=0"], _origin.Log.Hits.Select(hit => hit.Path));
    }

    [Fact]
    public async Task Preview_FetchThatFails_SaysWhy()
    {
        var reply = await Preview(Source("/status/404"));
        Assert.True(reply.Done);
        Assert.NotNull(reply.Report!.Error);
        Assert.Single(reply.Report.Attempts);
    }

    [Fact]
    public async Task Preview_UnknownSource_IsRefused() => await Assert.ThrowsAsync<SourceNotFoundException>(
        () => _silo.Source("nowhere").Preview(new PreviewRequest { Operation = "o", Options = SourceGrains.Options }));

    private SourceDefinition Source(string path) => new() { Name = "p", Url = _origin.Url(path), Politeness = new PolitenessDefinition() };

    private static PreviewRequest Request(SourceDefinition source, int rows = 20) =>
        new() { Operation = Gathering.NewRun(), Definition = source, Options = SourceGrains.Options, Rows = rows };

    private async Task<PreviewReply> Preview(SourceDefinition source, int rows = 20)
    {
        var request = Request(source, rows);
        while (true)
        {
            if (await _silo.Source("p").Preview(request) is { Done: true } reply)
            {
                return reply;
            }

            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
