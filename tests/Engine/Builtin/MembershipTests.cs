using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Clustering;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Gleaner.Tests.Engine.Builtin;

/// <summary>Silos over a table that the test holds in its hands.</summary>
public sealed class MembershipTests : IAsyncLifetime
{
    private readonly BreakableTable _table = new();
    private readonly List<IHost> _hosts = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _table.IsBroken = false;
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    [Fact]
    public async Task Kill_OfASilo_TakesItOutOfTheRingWithinFiveSeconds()
    {
        var hosts = await Task.WhenAll(Start(), Start(), Start());
        var dead = Address(hosts[0]);
        var killed = TimeProvider.System.GetTimestamp();
        hosts[0].Services.GetRequiredService<SiloHost>().Kill();
        while ((await Row(dead)).Status != SiloStatus.Dead || Runtime(hosts[1]).View.Ring.Silos.Contains(dead) || Runtime(hosts[2]).View.Ring.Silos.Contains(dead))
        {
            await Pause();
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(killed).TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task Table_OutOfReach_NobodyIsJudgedAndCallsGoOn()
    {
        var hosts = await Task.WhenAll(Start(), Start());
        _table.IsBroken = true;
        for (var i = 0; i < 30; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(key => hosts[0].Services.GetRequiredService<IGrainFactory>().GetGrain<IPlaceGrain>($"m{key}").Silo()));
            await Pause();
        }

        _table.IsBroken = false;
        Assert.All((await _table.ReadAllAsync(Cancellation)).Members, member => Assert.Equal(SiloStatus.Active, member.Item1.Status));
    }

    [Fact]
    public async Task Silo_DeclaredDead_EndsAtOnce()
    {
        var hosts = await Task.WhenAll(Start(), Start());
        var stopping = hosts[0].Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await Declare(Address(hosts[0]), SiloStatus.Dead);
        while (!stopping.IsCancellationRequested)
        {
            await Pause();
        }

        await Assert.ThrowsAsync<SiloUnavailableException>(() => hosts[0].Services.GetRequiredService<IGrainFactory>().GetGrain<IPlaceGrain>("x").Silo());
        while (Runtime(hosts[1]).View.Ring.Silos.Count > 1)
        {
            await Pause();
        }

        await hosts[1].Services.GetRequiredService<IGrainFactory>().GetGrain<IPlaceGrain>("x").Silo();
    }

    [Fact]
    public async Task Start_WithRowsOfSilosThatAreGone_DeclaresThemDead()
    {
        var port = FreePort();
        var predecessor = SiloAddress.New(IPAddress.Loopback, port, 1);
        var crashed = SiloAddress.New(IPAddress.Loopback, FreePort(), 1);
        foreach (var address in new[] { predecessor, crashed })
        {
            var version = (await _table.ReadAllAsync(Cancellation)).Version;
            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            await _table.InsertRowAsync(new() { SiloAddress = address, Status = SiloStatus.Active, SiloName = "old", HostName = "h", StartTime = now, IAmAliveTime = now }, version.Next(), Cancellation);
        }

        var begun = TimeProvider.System.GetTimestamp();
        var host = await Start(port);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 5);
        Assert.Equal(SiloStatus.Dead, (await Row(predecessor)).Status);
        Assert.Equal(SiloStatus.Dead, (await Row(crashed)).Status);
        await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IPlaceGrain>("x").Silo();
    }

    [Fact]
    public async Task Stop_OfASilo_LeavesItsRowDead()
    {
        var host = await Start();
        var address = Address(host);
        await host.StopAsync(Cancellation);
        Assert.Equal(SiloStatus.Dead, (await Row(address)).Status);
    }

    [Fact]
    public async Task Stop_WithTheTableOutOfReach_EndsAllTheSame()
    {
        var host = await Start();
        await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IPlaceGrain>("x").Silo();
        _table.IsBroken = true;
        var begun = TimeProvider.System.GetTimestamp();
        await host.StopAsync(Cancellation);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task Start_OnAPortInUse_SaysSo()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();
        var port = ((IPEndPoint)other.LocalEndPoint!).Port;
        var exception = await Assert.ThrowsAsync<OrleansException>(() => Start(port));
        Assert.Contains($"silo port 127.0.0.1:{port}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OffLoopback_IsRefusedAndNamesThePackages()
    {
        var exception = await Assert.ThrowsAsync<OrleansConfigurationException>(() => Start(configure: silo => silo.ConfigureEndpoints(IPAddress.Parse("192.0.2.1"), 11111, 0)));
        Assert.Contains("-p:OrleansEngine=packages", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<OrleansConfigurationException>(() => Start(configure: silo => silo.ConfigureEndpoints(IPAddress.Loopback, 11111, 0, listenOnAnyHostAddress: true)));
    }

    [Fact]
    public void UseOrleansAndClient_InOneHost_IsRefused()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo.UseLocalhostClustering());
        Assert.Throws<InvalidOperationException>(() => builder.UseOrleansClient());
    }

    [Fact]
    public async Task Start_OfASingleSiloWithoutPorts_NeedsNoSocket()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(siloPort: 0, gatewayPort: 0));
        using var host = builder.Build();
        await host.StartAsync(Cancellation);
        await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IPlaceGrain>("x").Silo();
        await host.StopAsync(Cancellation);
    }

    private static SiloRuntime Runtime(IHost host) => host.Services.GetRequiredService<SiloRuntime>();

    private static SiloAddress Address(IHost host) => host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    private static Task Pause() => Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private async Task<MembershipEntry> Row(SiloAddress silo) => (await _table.ReadAllAsync(Cancellation)).TryGet(silo)!.Item1;

    private async Task Declare(SiloAddress silo, SiloStatus status)
    {
        var table = await _table.ReadAllAsync(Cancellation);
        var (entry, etag) = table.TryGet(silo)!;
        entry.Status = status;
        Assert.True(await _table.UpdateRowAsync(entry, etag, table.Version.Next(), Cancellation));
    }

    private async Task<IHost> Start(int? port = null, Action<ISiloBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
        {
            silo.Services.AddSingleton<IMembershipTable>(_table);
            silo.ConfigureEndpoints("localhost", port ?? FreePort(), 0);
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = TimeSpan.FromMilliseconds(500);
                options.TableRefreshTimeout = TimeSpan.FromMilliseconds(500);
                options.IAmAliveTablePublishTimeout = TimeSpan.FromMilliseconds(500);
            });
            configure?.Invoke(silo);
        });
        var host = builder.Build();
        await host.StartAsync(Cancellation);
        lock (_hosts)
        {
            _hosts.Add(host);
        }

        return host;
    }

    private sealed class BreakableTable : IMembershipTable
    {
        private readonly InMemoryMembershipTable _inner = new();

        public bool IsBroken { get; set; }

        private InMemoryMembershipTable Inner => IsBroken ? throw new IOException("The database is down.") : _inner;

        public Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken = default)
            => Inner.InitializeMembershipTableAsync(tryInitTableVersion, cancellationToken);

        public Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken = default)
            => Inner.DeleteMembershipTableEntriesAsync(clusterId, cancellationToken);

        public Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken = default)
            => Inner.CleanupDefunctSiloEntriesAsync(beforeDate, cancellationToken);

        public Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken = default)
            => Inner.ReadRowAsync(key, cancellationToken);

        public Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken = default) => Inner.ReadAllAsync(cancellationToken);

        public Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken = default)
            => Inner.InsertRowAsync(entry, tableVersion, cancellationToken);

        public Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken = default)
            => Inner.UpdateRowAsync(entry, etag, tableVersion, cancellationToken);

        public Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken = default)
            => Inner.UpdateIAmAliveAsync(entry, cancellationToken);
    }
}
