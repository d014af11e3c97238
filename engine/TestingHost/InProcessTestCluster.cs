using System.Collections.ObjectModel;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Clustering;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Messaging;
using Orleans.Reminders;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>Several silos and a client in this process. Membership and in-memory reminders are shared; everything else is as between processes.</summary>
public sealed class InProcessTestCluster : IAsyncDisposable
{
    private readonly InMemoryMembershipTable _membership = new();
    private readonly InMemoryReminderTable _reminders = new();
    private readonly List<InProcessSiloHandle> _silos = [];
    private IHost? _client;
    private int _started;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    public InProcessTestClusterOptions Options { get; }

    public ReadOnlyCollection<InProcessSiloHandle> Silos
    {
        get
        {
            lock (_silos)
            {
                return _silos.ToArray().AsReadOnly();
            }
        }
    }

    public IClusterClient Client => _client?.Services.GetRequiredService<IClusterClient>() ?? throw new InvalidOperationException("The client has not been initialized.");

    public async Task DeployAsync()
    {
        await StartSilosAsync(Options.InitialSilosCount);
        if (Options.InitializeClientOnDeploy)
        {
            await InitializeClientAsync();
        }
    }

    public async Task InitializeClientAsync()
    {
        await StopClusterClientAsync();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "TestClusterClient", DisableDefaults = true });
        Options.ClientHostConfigurationDelegates.ForEach(configure => configure(builder));
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(Identify);
            client.Services.AddSingleton<IGatewayListProvider>(new TableGateways(_membership));
        });
        IHost host = builder.Build();
        await host.StartAsync();
        _client = host;
    }

    public async Task<InProcessSiloHandle> StartAdditionalSiloAsync() => (await StartSilosAsync(1))[0];

    public async Task<List<InProcessSiloHandle>> StartSilosAsync(int silosToStart)
        => [.. await Task.WhenAll(Enumerable.Range(0, silosToStart).Select(_ => Task.Run(() => StartSilo(Interlocked.Increment(ref _started) - 1))))];

    public Task StopSiloAsync(InProcessSiloHandle instance) => StopSiloAsync(instance, CancellationToken.None);

    public Task StopSiloAsync(InProcessSiloHandle instance, CancellationToken cancellationToken) => End(instance, true).WaitAsync(cancellationToken);

    public Task KillSiloAsync(InProcessSiloHandle instance) => KillSiloAsync(instance, CancellationToken.None);

    public Task KillSiloAsync(InProcessSiloHandle instance, CancellationToken cancellationToken) => End(instance, false).WaitAsync(cancellationToken);

    public IEnumerable<InProcessSiloHandle> GetActiveSilos() => Silos.Where(silo => silo.IsActive);

    public InProcessSiloHandle? GetSiloForAddress(SiloAddress siloAddress) => Silos.FirstOrDefault(silo => silo.SiloAddress.Equals(siloAddress));

    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null)
        => (silo is null ? Silos.FirstOrDefault() : GetSiloForAddress(silo))?.ServiceProvider ?? throw new ArgumentException($"There is no silo {silo} in this cluster.", nameof(silo));

    public async Task StopClusterClientAsync()
    {
        if (Interlocked.Exchange(ref _client, null) is { } client)
        {
            await client.StopAsync();
            client.Dispose();
        }
    }

    public async Task StopSilosAsync()
    {
        foreach (InProcessSiloHandle silo in Silos)
        {
            await StopSiloAsync(silo);
        }
    }

    public async Task StopAllSilosAsync()
    {
        await StopClusterClientAsync();
        await StopSilosAsync();
    }

    public async ValueTask DisposeAsync() => await StopAllSilosAsync();

    private async Task<InProcessSiloHandle> StartSilo(int instance)
    {
        var options = new InProcessTestSiloSpecificOptions { SiloName = $"Silo_{instance}", SiloPort = FreePort(), GatewayPort = FreePort() };
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = options.SiloName, DisableDefaults = true });
        Options.SiloHostConfigurationDelegates.ForEach(configure => configure(options, builder));
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(Identify);
            silo.Configure<SiloOptions>(silo => silo.SiloName = options.SiloName);
            silo.Configure<EndpointOptions>(endpoints =>
            {
                endpoints.AdvertisedIPAddress = IPAddress.Loopback;
                endpoints.SiloPort = options.SiloPort;
                endpoints.GatewayPort = options.GatewayPort;
            });
            silo.Services.AddSingleton<IMembershipTable>(_membership);
            if (silo.Services.Any(service => service.ImplementationType == typeof(InMemoryReminderTable)))
            {
                silo.Services.Replace(ServiceDescriptor.Singleton<IReminderTable>(_reminders));
            }
        });
        IHost host = builder.Build();
        await host.StartAsync();
        var handle = new InProcessSiloHandle(host);
        lock (_silos)
        {
            _silos.Add(handle);
        }

        return handle;
    }

    private void Identify(ClusterOptions options)
    {
        options.ClusterId = Options.ClusterId;
        options.ServiceId = Options.ServiceId;
    }

    private async Task End(InProcessSiloHandle silo, bool gracefully)
    {
        lock (_silos)
        {
            _silos.Remove(silo);
        }

        await silo.StopSiloAsync(gracefully);
        await silo.DisposeAsync();
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private sealed class TableGateways(IMembershipTable table) : IGatewayListProvider
    {
        public TimeSpan MaxStaleness => TimeSpan.FromSeconds(1);

        public bool IsUpdatable => true;

        public Task InitializeGatewayListProvider() => Task.CompletedTask;

        public async Task<IList<Uri>> GetGateways()
            => [.. (await table.ReadAllAsync()).Members
                .Select(member => member.Item1)
                .Where(entry => entry is { Status: SiloStatus.Active, ProxyPort: > 0 })
                .Select(entry => new Uri($"gwy.tcp://{entry.SiloAddress.Endpoint.Address}:{entry.ProxyPort}/{entry.SiloAddress.Generation}"))];
    }
}
