using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Clustering;
using Orleans.Configuration;
using Orleans.Reminders;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace Orleans.Hosting;

/// <summary>Starts the silo with its host, and stops it.</summary>
internal sealed class SiloHost(
    SiloRuntime runtime,
    IServiceProvider services,
    IOptions<EndpointOptions> endpoints,
    IOptions<ClusterMembershipOptions> membership,
    IHostApplicationLifetime lifetime,
    ILogger<SiloHost> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan StatusTimeout = TimeSpan.FromSeconds(3);

    private readonly List<IDisposable> _listeners = [];
    // Taken now: when the host is disposed, its services can no longer be asked for.
    private readonly ReminderService? _reminders = services.GetService<ReminderService>();
    private int _ended;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        IMembershipTable table = services.GetService<IMembershipTable>()
            ?? throw new OrleansConfigurationException("Clustering has not been configured: use UseLocalhostClustering, or UseAdoNetClustering for a cluster of several silos.");
        EndpointOptions where = endpoints.Value;
        Validate(where, table);
        try
        {
            runtime.Membership = new MembershipAgent(runtime, table, membership.Value, where.GatewayPort, Die);
            Listen(where.SiloListeningEndpoint ?? new IPEndPoint(where.AdvertisedIPAddress, where.SiloPort), where.SiloPort, "silo");
            Listen(where.GatewayListeningEndpoint ?? new IPEndPoint(where.AdvertisedIPAddress, where.GatewayPort), where.GatewayPort, "gateway");
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(membership.Value.MaxJoinAttemptTime);
            await runtime.Membership.Join(patience.Token);
            EngineLog.SiloActive(logger, runtime.Details.Name, runtime.Details.ClusterId, runtime.Details.SiloAddress);
            if (_reminders is not null)
            {
                await _reminders.Start(cancellationToken);
            }

            foreach (IStartupTask task in services.GetServices<IStartupTask>())
            {
                await task.Execute(cancellationToken);
            }
        }
        catch
        {
            Kill();
            throw;
        }
    }

    /// <summary>Finishes what runs, hands over the rest, and leaves; a cancelled token ends it there and then.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _ended) != 0 || runtime.Membership is not { } agent)
        {
            return;
        }

        if (!cancellationToken.IsCancellationRequested)
        {
            _reminders?.Stop();
            runtime.Leave();
            await TryBecome(agent, SiloStatus.ShuttingDown);
            runtime.Disown();
            await runtime.DeactivateAll(new(DeactivationReasonCode.ShuttingDown, "The silo is stopping."), cancellationToken);
            await runtime.Drain(cancellationToken);
            await TryBecome(agent, SiloStatus.Dead);
            EngineLog.SiloStopped(logger, runtime.Details.Name);
        }

        Kill();
    }

    public void Dispose() => Kill();

    /// <summary>Ends the silo as a crash would: nothing is finished, nobody is told.</summary>
    public void Kill()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        runtime.Membership?.Stop();
        _reminders?.Stop();
        _listeners.ForEach(listener => listener.Dispose());
        runtime.Kill();
    }

    /// <summary>Says so in the table if that can be reached: a silo stops in good order without a database too.</summary>
    private async Task TryBecome(MembershipAgent agent, SiloStatus status)
    {
        try
        {
            using var timeout = new CancellationTokenSource(StatusTimeout, runtime.Time);
            await agent.Become(status, timeout.Token);
        }
        catch (Exception exception)
        {
            EngineLog.TableUnreachable(logger, exception);
        }
    }

    private void Die(string why)
    {
        EngineLog.SiloDies(logger, runtime.Details.Name, why);
        Kill();
        lifetime.StopApplication();
    }

    private void Listen(IPEndPoint endpoint, int port, string what)
    {
        if (port > 0)
        {
            _listeners.Add(Sockets.Listen(endpoint, what, runtime.Accept));
        }
    }

    private static void Validate(EndpointOptions where, IMembershipTable table)
    {
        foreach (IPAddress? address in new[] { where.AdvertisedIPAddress, where.SiloListeningEndpoint?.Address, where.GatewayListeningEndpoint?.Address })
        {
            if (address is not null && !IPAddress.IsLoopback(address))
            {
                throw new OrleansConfigurationException($"The builtin engine runs on loopback only, not on {address}: build with -p:OrleansEngine=packages for silos on several machines.");
            }
        }

        if (where.SiloPort <= 0 && table is not InMemoryMembershipTable)
        {
            throw new OrleansConfigurationException("A silo of a cluster needs a silo port: set EndpointOptions.SiloPort.");
        }
    }
}
