using Gleaner.Contracts.Runs;
using Gleaner.Pipeline.Storing;
using Gleaner.Silo.Hosting;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gleaner.Tests.Cluster;

/// <summary>Silo processes whose database dies, freezes or is not there yet: they stay, say so, and lose nothing.</summary>
public sealed class StoreAwayTests : IAsyncLifetime
{
    private const int Sources = 1_500;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private TestOrigin _origin = null!;
    private MySqlServer _server = null!;
    private StoreAddress _store = null!;
    private SiloProcesses _silos = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static GatherOptions Options => new() { AllowPrivate = true, Concurrency = 64 };

    public async ValueTask InitializeAsync()
    {
        _origin = await TestOrigin.Start();
        _server = await MySqlServer.StartPrivate();
        _store = _server.Database();
        _silos = new SiloProcesses(_store);
    }

    public async ValueTask DisposeAsync()
    {
        await _silos.DisposeAsync();
        await _server.DisposeAsync();
        await _origin.DisposeAsync();
    }

    [Fact]
    public async Task Gather_DatabaseKilledAndStartedAgain_NoSiloEndsAndEverySourceIsOk() =>
        await GatherThrough("database killed and started again", _server.Kill, _server.Start);

    [Fact]
    public async Task Gather_DatabaseFrozenAndThawed_NoSiloEndsAndEverySourceIsOk() =>
        await GatherThrough(
            "database frozen and thawed",
            () =>
            {
                _server.Freeze();
                return Task.CompletedTask;
            },
            () =>
            {
                _server.Thaw();
                return Task.CompletedTask;
            });

    [Fact]
    public async Task Start_DatabaseNotThereYet_WaitsUnreadyAndThenJoins()
    {
        await _server.Kill();
        var starting = _silos.Start(2, Cancellation);
        foreach (var silo in _silos.Silos)
        {
            await silo.HasSaid("waits with its start", Soon, Cancellation);
            Assert.Equal(200, (await silo.Ask("/health/live", Cancellation)).Status);
            Assert.Equal(503, (await silo.Ask("/health/ready", Cancellation)).Status);
        }

        await _server.Start();
        await starting;
        Assert.All(_silos.Silos, silo => Assert.Equal(1, Times(silo.Log, "waits with its start")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(300)]
    [InlineData(450)]
    [InlineData(600)]
    [InlineData(800)]
    public async Task Start_DatabaseKilledSomewhereInIt_StartsAgainAndJoins(int milliseconds)
    {
        // The schema is there, so that the moments fall into the silo's own start.
        await using (await TestStore.Open(_store))
        {
        }

        var starting = _silos.Start(1, Cancellation);
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, Cancellation);
        await _server.Kill();
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, Cancellation);
        Assert.False(_silos.Silos[0].HasExited, _silos.Silos[0].Log);
        await _server.Start();
        await starting;
    }

    [Fact]
    public async Task Stop_WhileTheDatabaseIsAway_EndsWithinItsBound()
    {
        await _silos.Start(1, Cancellation);
        await _server.Kill();
        await _silos.Silos[0].Signal("TERM");
        Assert.Equal(0, await _silos.Silos[0].WaitForExit(TimeSpan.FromSeconds(20), Cancellation));
    }

    [Fact]
    public async Task Stop_AskedTwiceWhileTheDatabaseIsAway_EndsSooner()
    {
        await _silos.Start(1, Cancellation);
        await _server.Kill();
        await _silos.Silos[0].Signal("TERM");
        await _silos.Silos[0].HasSaid("is leaving", Soon, Cancellation);
        await _silos.Silos[0].Signal("TERM");
        // Half of what a silo has that was asked once.
        Assert.Equal(0, await _silos.Silos[0].WaitForExit(TimeSpan.FromSeconds(7), Cancellation));
    }

    private async Task GatherThrough(string row, Func<Task> goAway, Func<Task> comeBack)
    {
        await _silos.Start(3, Cancellation);
        using var client = TestClient.Build(_store);
        await client.StartAsync(Cancellation);
        var grains = client.Services.GetRequiredService<IClusterClient>();
        var urls = Enumerable.Range(0, Sources).Select(i => _origin.Url($"/slow/50/{i}")).ToList();
        var run = Gathering.NewRun();
        var away = false;
        var (status, outcomes) = await Gathering.Gather(grains, run, urls, Options, Cancellation, async seen =>
        {
            if (away || seen < Sources / 10)
            {
                return;
            }

            away = true;
            await goAway();
            await _silos.Silos[0].HasSaid("Waiting for the store: ", Soon, Cancellation);
            Assert.Equal(200, (await _silos.Silos[0].Ask("/health/live", Cancellation)).Status);
            Assert.Equal(503, (await _silos.Silos[0].Ask("/health/ready", Cancellation)).Status);
            await comeBack();
        });
        Assert.True(away, "the run must still have been going on when the database went away");
        Assert.DoesNotContain(_silos.Silos, silo => silo.HasExited);
        Assert.Equal((RunState.Completed, Sources, 0), (status.State, status.Ok, status.Failed));
        Assert.Equal(urls.Order(), outcomes.Select(outcome => outcome.Url).Order());
        await _silos.Silos[0].HasSaid("The store works again", Soon, Cancellation);
        Assert.Equal(1, Times(_silos.Silos[0].Log, "Waiting for the store: "));
        Assert.Equal(200, (await _silos.Silos[0].Ask("/health/ready", Cancellation)).Status);
        await client.StopAsync(Cancellation);
        await Oracle.AssertHolds(row, _store, run, _origin.Log, outcomes);
    }

    private static int Times(string log, string text) => log.Split(text).Length - 1;
}
