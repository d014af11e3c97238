using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace Orleans.Client;

/// <summary>
/// The gateways of a cluster. The client keeps a connection to each, and sends a call to the silo that has the grain
/// as far as it can tell; a gateway that is not the owner passes the call on.
/// </summary>
internal sealed class Gateways(ClientRuntime runtime, IGatewayListProvider provider, string clusterId, GatewayOptions options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RefreshAfterLoss = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<IPEndPoint, Connection> _connections = [];
    private readonly string _name = $"client-{Environment.ProcessId}";
    private Routes _routes = Routes.None;
    private List<IPEndPoint> _known = [];
    private long _lastRefresh;

    /// <summary>The connection to send a call for this grain over; null when there is none at all.</summary>
    public Connection? For(GrainId grain)
    {
        Routes routes = Volatile.Read(ref _routes);
        return routes.Ring.OwnerOf(grain) is { } owner ? routes.Connections[owner] : null;
    }

    /// <summary>Connects to at least one gateway, or throws.</summary>
    public async Task ConnectFirst(CancellationToken cancellationToken)
    {
        await provider.InitializeGatewayListProvider().WaitAsync(cancellationToken);
        await Refresh().WaitAsync(cancellationToken);
        if (_known.Count == 0)
        {
            throw new SiloUnavailableException($"Could not find any gateway in {provider.GetType().Name}. Is a silo of cluster '{clusterId}' running?");
        }

        Exception?[] failures = await Task.WhenAll(_known.Select(Connect));
        if (Array.TrueForAll(failures, failure => failure is not null))
        {
            throw new ConnectionFailedException($"Unable to connect to any of the {_known.Count} available gateways: {failures[0]!.Message}", failures[0]!);
        }
    }

    /// <summary>Keeps the connections up from now on.</summary>
    public void Maintain() => _ = MaintainLoop();

    /// <summary>Finds out anew which connections calls go over.</summary>
    public void Arrange()
    {
        lock (_lock)
        {
            foreach ((IPEndPoint endpoint, Connection connection) in _connections.ToArray())
            {
                if (!connection.IsOpen)
                {
                    _connections.Remove(endpoint);
                }
            }

            // One that is leaving is better than none.
            Connection[] open = [.. _connections.Values.Where(connection => connection.Peer is not null)];
            Connection[] staying = [.. open.Where(connection => !connection.PeerIsLeaving)];
            Volatile.Write(ref _routes, new Routes(staying.Length > 0 ? staying : open));
        }
    }

    /// <summary>Closes the connection to a silo that is dead although it may still hold its sockets.</summary>
    public void Forget(SiloAddress silo)
    {
        Connection[] dead;
        lock (_lock)
        {
            dead = [.. _connections.Values.Where(connection => silo.Equals(connection.Peer))];
        }

        foreach (Connection connection in dead)
        {
            connection.Close();
        }
    }

    public void Close()
    {
        _closed.Cancel();
        Connection[] open;
        lock (_lock)
        {
            open = [.. _connections.Values];
        }

        foreach (Connection connection in open)
        {
            connection.Close();
        }
    }

    private async Task MaintainLoop()
    {
        using var timer = new PeriodicTimer(Pause, runtime.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_closed.Token).ConfigureAwait(false))
            {
                List<IPEndPoint> missing = Missing();
                TimeSpan age = runtime.Time.GetElapsedTime(_lastRefresh);
                if (age > options.GatewayListRefreshPeriod || age > provider.MaxStaleness || (age > RefreshAfterLoss && (missing.Count > 0 || _known.Count == 0)))
                {
                    await TryRefresh().ConfigureAwait(false);
                    missing = Missing();
                }

                await Task.WhenAll(missing.Select(Connect)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    private List<IPEndPoint> Missing()
    {
        lock (_lock)
        {
            return _known.FindAll(endpoint => !_connections.ContainsKey(endpoint));
        }
    }

    private async Task TryRefresh()
    {
        try
        {
            await Refresh().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            EngineLog.GatewayListUnreadable(runtime.Logger, exception);
            _lastRefresh = runtime.Time.GetTimestamp();
        }
    }

    private async Task Refresh()
    {
        IList<Uri> gateways = await provider.GetGateways().ConfigureAwait(false);
        _known = [.. gateways.Select(uri => new IPEndPoint(IPAddress.Parse(uri.Host.Trim('[', ']')), uri.Port)).Distinct()];
        _lastRefresh = runtime.Time.GetTimestamp();
        if (_known.Find(endpoint => !IPAddress.IsLoopback(endpoint.Address)) is { } elsewhere)
        {
            throw new OrleansConfigurationException($"The builtin engine reaches gateways on loopback only, not {elsewhere}: build with -p:OrleansEngine=packages.");
        }
    }

    private async Task<Exception?> Connect(IPEndPoint endpoint)
    {
        using var timeout = new CancellationTokenSource(ConnectTimeout, runtime.Time);
        Connection? connection = null;
        try
        {
            Socket socket = await Sockets.Connect(endpoint, timeout.Token).ConfigureAwait(false);
            connection = new Connection(socket, runtime, runtime.MaxFrame) { Greeting = new(TaskCreationOptions.RunContinuationsAsynchronously) };
            connection.Start();
            connection.Send(Frame.Hello, new Hello(false, clusterId, _name), static (writer, hello) => hello.Write(writer));
            await connection.Greeting.Task.WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (SiloLink.IsFailure(exception))
        {
            connection?.Close();
            EngineLog.GatewayUnreachable(runtime.Logger, endpoint, exception.Message);
            return exception;
        }

        lock (_lock)
        {
            if (_closed.IsCancellationRequested)
            {
                connection.Close();
                return null;
            }

            _connections[endpoint] = connection;
        }

        Arrange();
        return null;
    }

    private sealed class Routes(Connection[] connections)
    {
        public static Routes None { get; } = new([]);

        public HashRing Ring { get; } = new(connections.Select(connection => connection.Peer!));

        public Dictionary<SiloAddress, Connection> Connections { get; } = connections.DistinctBy(connection => connection.Peer).ToDictionary(connection => connection.Peer!);
    }
}
