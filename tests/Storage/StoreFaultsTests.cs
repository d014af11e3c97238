using System.Collections.Concurrent;
using System.Globalization;
using Gleaner.Pipeline.Sources;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Storage;

/// <summary>A database that dies, freezes or cuts connections in the middle: what was acknowledged is there, once, and writers go on.</summary>
public sealed class StoreFaultsTests
{
    private const int Writers = 32;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_ServerKilledAndStartedAgain_LosesNothingAndGoesOn()
    {
        await using var server = await MySqlServer.StartPrivate();
        await using var store = await TestStore.Open(server.Database());
        await using var writing = new Writing(store);
        await writing.Until(500);
        await server.Kill();
        await Pause(1);
        var whileDown = writing.Acknowledged;
        await Pause(1);
        Assert.Equal(whileDown, writing.Acknowledged);
        await server.Start();
        await writing.Until(whileDown + 500);
        await writing.Check();
    }

    [Fact]
    public async Task Write_ServerFrozen_WaitsAndLosesNothing()
    {
        await using var server = await MySqlServer.StartPrivate();
        await using var store = await TestStore.Open(server.Database());
        await using var writing = new Writing(store);
        await writing.Until(200);
        server.Freeze();
        await Pause(1);
        var frozen = writing.Acknowledged;
        await Pause(2);
        Assert.Equal(frozen, writing.Acknowledged);
        server.Thaw();
        await writing.Until(frozen + 200);
        await writing.Check();
    }

    [Fact]
    public async Task Write_ConnectionsCutAgainAndAgain_WritesEachOnce()
    {
        await using var server = await MySqlServer.StartPrivate();
        await using var store = await TestStore.Open(server.Database());
        await using var cutter = await store.Database.OpenOwn(Cancellation);
        var own = Convert.ToInt64(await cutter.Scalar("SELECT CONNECTION_ID()", Cancellation), CultureInfo.InvariantCulture);
        await using var writing = new Writing(store);
        var cut = 0;
        for (var round = 0; round < 60; round++)
        {
            await writing.Until(writing.Acknowledged + 20);
            foreach (var id in await cutter.Rows(
                "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND ID <> @own", reader => Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture), Cancellation, ("@own", own)))
            {
                try
                {
                    await cutter.Execute(string.Create(CultureInfo.InvariantCulture, $"KILL {id}"), Cancellation);
                    cut++;
                }
                catch (System.Data.Common.DbException)
                {
                    // Gone already.
                }
            }
        }

        Assert.InRange(cut, 60, int.MaxValue);
        await writing.Until(writing.Acknowledged + 200);
        await writing.Check();
    }

    [Fact]
    public async Task Commit_Deadlock_IsTriedAgain()
    {
        await using var store = await TestStore.Open(await MySqlServer.NewDatabase());
        await using var other = await store.Database.OpenOwn(Cancellation);
        await other.Execute("START TRANSACTION", Cancellation);
        // The server ends the transaction that has changed less.
        foreach (var i in Enumerable.Range(0, 300))
        {
            await other.Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO gleaner_schema VALUES ({i + 1000}, UTC_TIMESTAMP(3))"), Cancellation);
        }

        const string insert = "INSERT INTO outcomes SELECT @run, 's', 'http://x', 1, 200, NULL, NULL, 1, 1, 0, NULL, 0, UTC_TIMESTAMP(3), 1, 0, 0";
        await other.Execute(insert, Cancellation, ("@run", "r2"));
        var commit = store.Ledger.Commit(new FetchRows { Source = "s", Outcomes = [TestStore.Outcome("s", "r1"), TestStore.Outcome("s", "r2")] }, Cancellation);
        await Pause(0.5);
        Assert.False(commit.IsCompleted);
        // Now each waits for the other.
        await other.Execute(insert, Cancellation, ("@run", "r1"));
        await other.Execute("ROLLBACK", Cancellation);
        await commit;
        Assert.Equal(2L, await store.Value("SELECT COUNT(*) FROM outcomes WHERE url = 'http://origin/s'"));
    }

    [Fact]
    public async Task Read_ServerNotThereYet_WaitsForIt()
    {
        await using var server = await MySqlServer.StartPrivate();
        await using var store = await TestStore.Open(server.Database());
        await store.Write("a", await store.Read("a"));
        await server.Kill();
        var reading = store.Read("a");
        var finding = store.Ledger.FindOutcome("r", "a", Cancellation);
        await Pause(1);
        Assert.False(reading.IsCompleted);
        Assert.False(finding.IsCompleted);
        await server.Start();
        Assert.Equal("1", (await reading).ETag);
        Assert.Null(await finding);
    }

    [Fact]
    public async Task Commit_CancelledWhileTheServerIsAway_EndsTheWaiting()
    {
        await using var server = await MySqlServer.StartPrivate();
        await using var store = await TestStore.Open(server.Database());
        await server.Kill();
        using var cancelling = new CancellationTokenSource();
        var commit = store.Ledger.Commit(new FetchRows { Source = "a", Outcomes = [TestStore.Outcome("a", "r")] }, cancelling.Token);
        var find = store.Ledger.FindOutcome("r", "a", cancelling.Token);
        await Pause(0.3);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => find);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => commit);
    }

    [Fact]
    public async Task Dispose_WhileTheServerIsAway_EndsTheWaiting()
    {
        await using var server = await MySqlServer.StartPrivate();
        var store = await TestStore.Open(server.Database());
        await server.Kill();
        var write = store.Write("a", new Orleans.GrainState<SourceState>(new SourceState()));
        await Pause(0.3);
        await store.DisposeAsync();
        var fault = await Assert.ThrowsAsync<StoreException>(() => write);
        Assert.Contains("is being closed", fault.Message, StringComparison.Ordinal);
    }

    private static Task Pause(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, Cancellation);

    /// <summary>Sources that are fetched over and over, each by one writer; it knows what was acknowledged to it.</summary>
    private sealed class Writing : IAsyncDisposable
    {
        private readonly TestStore _store;
        private readonly CancellationTokenSource _stop = new();
        private readonly ConcurrentDictionary<(string Source, string Run), byte> _acknowledged = new();
        private readonly Task[] _writers;

        public Writing(TestStore store)
        {
            _store = store;
            _writers = [.. Enumerable.Range(0, Writers).Select(i => Task.Run(() => Write($"s{i}")))];
        }

        public int Acknowledged => _acknowledged.Count;

        public async Task Until(int acknowledged)
        {
            while (Acknowledged < acknowledged)
            {
                foreach (var writer in _writers.Where(writer => writer.IsCompleted))
                {
                    await writer;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
            }
        }

        /// <summary>Ends the writing and looks: every acknowledged outcome, one row of each, and as many versions as writes.</summary>
        public async Task Check()
        {
            await _stop.CancelAsync();
            await Task.WhenAll(_writers);
            var rows = (await _store.Rows("SELECT source, run FROM outcomes")).Select(row => ((string)row[0]!, (string)row[1]!)).ToHashSet();
            Assert.Equal(_acknowledged.Keys.Order(), rows.Order());
            foreach (var source in rows.GroupBy(row => row.Item1))
            {
                var state = await _store.Read(source.Key);
                Assert.Equal(source.Count().ToString(CultureInfo.InvariantCulture), state.ETag);
                Assert.Equal([[$"\"{state.State!.LastRun}\""]], await _store.Rows($"SELECT data FROM records WHERE source = '{source.Key}'"));
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            _stop.Dispose();
        }

        private async Task Write(string source)
        {
            var state = await _store.Read(source);
            for (var run = 1; !_stop.IsCancellationRequested; run++)
            {
                var name = $"r{run}";
                var rows = TestStore.Fetch(state, source, name, $"\"{name}\"");
                await _store.Write(source, state);
                Assert.Empty(rows.Stood);
                _acknowledged.TryAdd((source, name), 0);
            }
        }
    }
}
