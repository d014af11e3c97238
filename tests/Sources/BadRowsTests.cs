using Gleaner.Contracts;
using Gleaner.Contracts.Runs;
using Gleaner.Contracts.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;

namespace Gleaner.Tests.Sources;

/// <summary>A store with rows that cannot be read, or without one of its tables: whose they are is told so, the rest works.</summary>
public abstract class BadRowsTests : IAsyncLifetime
{
    private readonly RecordingLogs _log = new();
    private TestOrigin _origin = null!;
    private EmbeddedSilo _silo = null!;
    private StoreAddress _store = null!;

    protected abstract Task<StoreAddress> NewStore();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _origin = await TestOrigin.Start();
        _store = await NewStore();
        await using var silo = await EmbeddedSilo.Start(_store);
        foreach (var name in new[] { "a", "b", "c" })
        {
            await silo.Apply(new SourceDefinition { Name = name, Url = _origin.Url($"/array/{name[0] - 'a' + 2}"), AllowPrivate = true });
            await silo.Fetch(name);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_silo?.DisposeAsync() ?? default);
        await _origin.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("{\"applied\":tru")]
    [InlineData("[1]")]
    [InlineData("{\"applied\":true,\"definition\":7}")]
    [InlineData("{\"applied\":true,\"definition\":{\"name\":\"b\",\"url\":\"u\",\"schedule\":{\"every\":7}},\"records\":\"many\"}")]
    public async Task SourceState_Damaged_FailsThatSourceAlone(string payload)
    {
        await Start($"UPDATE OrleansStorage SET PayloadBinary = {Bytes(payload)} WHERE GrainIdExtensionString = 'source/b'");
        var ledger = _silo.Services.GetRequiredService<ILedger>();
        Assert.Superset(new HashSet<string> { "a", "c" }, (await ledger.ListApplied("", 10, null, Cancellation)).ToHashSet());
        await ledger.ListScheduled("", 10, Cancellation);
        Assert.Equal(3, await _silo.Count("SELECT COUNT(*) FROM sources"));

        await Gathering.Start(_silo.Grains, "run1", [new("a", null), new("b", null), new("c", null)], SourceGrains.Options, Cancellation);
        var (status, outcomes) = await Gathering.Watch(_silo.Grains, "run1", Cancellation);
        Assert.Equal((RunState.Completed, 2, 1), (status.State, status.Ok, status.Failed));
        var bad = Assert.Single(outcomes, outcome => !outcome.Ok);
        Assert.Equal(("b", ErrorKind.Internal), (bad.Source, bad.Error!.Kind));
        Assert.StartsWith("The state of source 'b' cannot be read from the store: it is damaged", bad.Error.Message, StringComparison.Ordinal);
        Assert.Contains("gleaner sources forget", bad.Error.Message, StringComparison.Ordinal);
        var told = await Assert.ThrowsAsync<UnreadableStateException>(() => _silo.Source("b").Describe());
        Assert.Equal(bad.Error.Message, told.Message);
        await Assert.ThrowsAsync<UnreadableStateException>(() => _silo.Source("b").Apply(new SourceDefinition { Name = "b", Url = "http://b/" }));

        // As it says: forgotten and applied it works again, without a record left of what it was.
        Assert.True(await _silo.Source("b").Forget());
        await _silo.Apply(new SourceDefinition { Name = "b", Url = _origin.Url("/array/1"), AllowPrivate = true });
        Assert.True((await _silo.Fetch("b")).Ok);
        Assert.Single(await _silo.Records("b"));
    }

    [Fact]
    public async Task SourceState_OfANewerProgram_IsRefusedAndLeftAsItIs()
    {
        const string newer = "{\"stateVersion\":99,\"applied\":true,\"definition\":{\"name\":\"b\",\"url\":\"http://b/\"},\"health\":\"up\",\"novelty\":1}";
        await Start($"UPDATE OrleansStorage SET PayloadBinary = {Bytes(newer)} WHERE GrainIdExtensionString = 'source/b'");
        var outcome = await _silo.Fetch("b");
        Assert.Contains("has version 99 and this program reads up to version 1", outcome.Error!.Message, StringComparison.Ordinal);
        Assert.True((await _silo.Fetch("a")).Ok);
        await Assert.ThrowsAsync<UnreadableStateException>(() => _silo.Source("b").Forget());
        await Assert.ThrowsAsync<UnreadableStateException>(() => _silo.Source("b").Pause(true));
        Assert.Equal(1, await _silo.Count($"SELECT COUNT(*) FROM OrleansStorage WHERE GrainIdExtensionString = 'source/b' AND PayloadBinary = {Bytes(newer)}"));
    }

    [Fact]
    public async Task Outcome_Damaged_IsAFailureThatSaysSo()
    {
        await Start("SELECT 1");
        await Gathering.Start(_silo.Grains, "run1", [new("a", null), new("b", null)], SourceGrains.Options, Cancellation);
        await Gathering.Watch(_silo.Grains, "run1", Cancellation);
        await _silo.DisposeAsync();
        await Start("UPDATE outcomes SET error_kind = 'no-such-kind', ok = 0 WHERE run = 'run1' AND source = 'b'");
        var (status, outcomes) = await Gathering.Watch(_silo.Grains, "run1", Cancellation);
        Assert.Equal(RunState.Completed, status.State);
        Assert.True(outcomes.Single(outcome => outcome.Source == "a").Ok);
        Assert.Equal("The stored outcome is damaged: a value of its row in outcomes cannot be read.", outcomes.Single(outcome => outcome.Source == "b").Error!.Message);
    }

    [Theory]
    [InlineData("outcomes")]
    [InlineData("records")]
    [InlineData("runs")]
    public async Task Table_LostUnderARun_IsWaitedForAndTheRunEnds(string table)
    {
        await Start("SELECT 1");
        var planned = Enumerable.Range(0, 40).Select(i => _origin.Url($"/slow/100/{i}")).Select(url => new PlannedSource(SourceName.ForUrl(url), Gathering.Source(url)));
        await Gathering.Start(_silo.Grains, "run1", planned, SourceGrains.Options with { Concurrency = 4 }, Cancellation);
        var lost = false;
        await using var store = TestStore.Unprepared(_store);
        var (status, outcomes) = await Gathering.Watch(_silo.Grains, "run1", Cancellation, async seen =>
        {
            if (seen >= 8 && !lost)
            {
                lost = true;
                await Execute($"DROP TABLE {table}");
                // Long enough that every fetch under way has met the gap.
                await Eventually.Holds(() => _log.Lines.Any(line => line.Contains("has lost a table", StringComparison.Ordinal)));
                await store.Schema.Install(Cancellation);
                Assert.Equal([table], store.Schema.MadeAgain);
            }
        });
        Assert.True(lost);
        Assert.Equal((RunState.Completed, 40, 0), (status.State, status.Ok, status.Failed));
        Assert.Equal(40, outcomes.Count);
        Assert.Contains(_log.Lines, line => line.Contains("'gleaner schema apply' makes it again", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Contains("   at ", StringComparison.Ordinal));
        Assert.Equal(1, await _silo.Count("SELECT COUNT(*) FROM runs WHERE run = 'run1' AND state = 'completed' AND ok = 40"));
        // Fetched once: what was lost is the rows, not the patience.
        Assert.Equal(40, _origin.Log.Hits.Count(hit => hit.Path.StartsWith("/slow", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task StateTable_Lost_SourcesBeginAnewOnceItIsThere()
    {
        await Start("SELECT 1");
        await _silo.Fetch("a");
        await Execute("DROP TABLE OrleansStorage");
        await using var store = TestStore.Unprepared(_store);
        await store.Schema.Install(Cancellation);
        Assert.Equal(["OrleansStorage"], store.Schema.MadeAgain);
        var (status, _) = await Gathering.Gather(_silo.Grains, "run2", [_origin.Url("/ok/1"), _origin.Url("/ok/2")], SourceGrains.Options, Cancellation);
        Assert.Equal((RunState.Completed, 2), (status.State, status.Ok));
    }

    private async Task Start(string sql)
    {
        // The host need not wait for leases of the silo before.
        await Execute($"{sql}; DELETE FROM OrleansStorage WHERE GrainTypeString = 'host'");
        _silo = await EmbeddedSilo.Start(_store, services => services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(_log));
    }

    private async Task Execute(string sql)
    {
        using var database = new Database(_store);
        await using var connection = await database.OpenOwn(Cancellation);
        await connection.Execute(sql, Cancellation);
    }

    private string Bytes(string text) => _store.Kind is StoreKind.MySql ? $"'{text}'" : $"CAST('{text}' AS BLOB)";
}

public sealed class SqliteBadRowsTests : BadRowsTests
{
    protected override Task<StoreAddress> NewStore() => Task.FromResult(TestStore.NewFile());
}
