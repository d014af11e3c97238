using System.Globalization;
using Gleaner.Client.Connecting;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport.Origin;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gleaner.Tests.TestSupport;

/// <summary>Three silo processes, a database of their own behind a proxy, an origin and a client: all that a nemesis may strike, and the way to heal it.</summary>
public sealed class ChaosCluster : IAsyncDisposable
{
    /// <summary>Silos of the cluster: with two, one vote kills.</summary>
    public const int Size = 3;

    /// <summary>Multiplies how long faults last; ten gives the durations of the full matrix.</summary>
    public const string FactorVariable = "GLEANER_CHAOS_FACTOR";

    /// <summary>Bound of everything that a cluster does by itself: to notice a death, to rejoin, to go on.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(120);

    private readonly SiloProcessHandle?[] _silos = new SiloProcessHandle?[Size];
    private readonly IHost _client;
    private readonly StoreAddress _proxied;

    private ChaosCluster(TestOrigin origin, MySqlServer server, TcpProxy proxy, StoreAddress store, StoreAddress proxied)
    {
        (Origin, Server, Proxy, Store, _proxied) = (origin, server, proxy, store, proxied);
        _client = TestClient.Build(store);
    }

    public TestOrigin Origin { get; }

    public MySqlServer Server { get; }

    /// <summary>What the silos' connections to the database go through; the client's and the oracle's do not.</summary>
    public TcpProxy Proxy { get; }

    /// <summary>The store, past the proxy.</summary>
    public StoreAddress Store { get; }

    public IReadOnlyList<SiloProcessHandle> Silos => [.. _silos.Select(silo => silo!)];

    public IGrainFactory Grains => _client.Services.GetRequiredService<IClusterClient>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A time of the matrix, shortened as the environment says.</summary>
    public static TimeSpan Lasting(double seconds) => TimeSpan.FromSeconds(seconds)
        * double.Parse(Environment.GetEnvironmentVariable(FactorVariable) is { Length: > 0 } factor ? factor : "1", CultureInfo.InvariantCulture);

    public static async Task<ChaosCluster> Start(string? databaseFolder = null)
    {
        var server = await MySqlServer.StartPrivate(databaseFolder);
        var store = server.Database();
        var proxy = TcpProxy.Start(store.Port);
        var proxied = StoreAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"mysql://root@127.0.0.1:{proxy.Port}/{store.Database}"));
        var cluster = new ChaosCluster(await TestOrigin.Start(), server, proxy, store, proxied);
        try
        {
            await cluster.Heal();
            await cluster._client.StartAsync(Cancellation);
            return cluster;
        }
        catch
        {
            // Nobody has it yet who would end its processes.
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Undoes every fault: the network is clear, the database runs, and each silo that has ended is back on its ports.</summary>
    public async Task Heal()
    {
        Proxy.Release();
        Proxy.Delay = TimeSpan.Zero;
        if (Server.HasExited)
        {
            await Server.Start();
        }

        await Task.WhenAll(Enumerable.Range(0, Size).Where(i => _silos[i] is not { HasExited: false }).Select(Revive));
    }

    /// <summary>Starts a silo that has ended, on the ports that it had.</summary>
    public async Task Revive(int index)
    {
        var before = _silos[index];
        var silo = SiloProcessHandle.Launch(_proxied, $"silo-{index + 1}", before?.SiloPort, before?.GatewayPort);
        _silos[index] = silo;
        await (before?.DisposeAsync() ?? default);
        await silo.HasJoined(Cancellation);
    }

    /// <summary>How many runs each silo coordinates, by its metrics.</summary>
    public async Task<int[]> RunsBySilo() => await Task.WhenAll(Silos.Select(async silo =>
    {
        const string metric = "gleaner_runs_active{";
        var (_, metrics) = await silo.Ask("/metrics", Cancellation);
        var line = metrics.Split('\n').FirstOrDefault(line => line.StartsWith(metric, StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }));

    /// <summary>Waits until a silo coordinates more runs than before, and tells which.</summary>
    public async Task<int> CoordinatorSince(int[] before)
    {
        var coordinator = -1;
        await Eventually.Holds(async () =>
        {
            var now = await RunsBySilo();
            coordinator = Enumerable.Range(0, Size).FirstOrDefault(i => now[i] > before[i], -1);
            return coordinator >= 0;
        });
        return coordinator;
    }

    /// <summary>Waits until the others have declared a silo dead.</summary>
    public Task IsDeclaredDead(int index) => Eventually.Holds(async () => (await Members(index)).All(member => member.Status is MemberStatus.Dead));

    /// <summary>Waits until a silo that was declared dead has ended, or is a member again.</summary>
    public Task HasLeftOrRejoined(int index) =>
        Eventually.Holds(async () => _silos[index]!.HasExited || (await Members(index)).Any(member => member.Status is MemberStatus.Active));

    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync();
        _client.Dispose();
        foreach (var silo in _silos)
        {
            await (silo?.DisposeAsync() ?? default);
        }

        await Proxy.DisposeAsync();
        await Server.DisposeAsync();
        await Origin.DisposeAsync();
    }

    private async Task<IEnumerable<MemberRow>> Members(int index)
    {
        await using var connection = MySqlDriver.Factory.CreateConnection()!;
        connection.ConnectionString = StoreRegistration.ConnectionString(Store);
        await connection.OpenAsync(Cancellation);
        return (await new MembershipTable(connection).Read(Cancellation)).Where(member => member.Port == _silos[index]!.SiloPort);
    }
}
