using System.Globalization;
using Gleaner.Client.Connecting;
using Gleaner.Client.Output;
using Gleaner.Contracts;
using Gleaner.Pipeline;
using Gleaner.Pipeline.Storing;

namespace Gleaner.Client.Clusters;

/// <summary>What <c>up</c> was asked for.</summary>
/// <param name="Silos">How many members.</param>
/// <param name="Store">A MySQL store, or null for a private database.</param>
/// <param name="FirstPort">First of the ports to take, or null to use the recorded ones, else to look for free ones.</param>
internal sealed record ClusterWish(int Silos, StoreAddress? Store, int? FirstPort);

/// <summary>
/// Brings the cluster of this data directory up: the database when it is private, the schema, then the silos that are
/// missing. Everything started here is stopped again when something fails, and the state file says at every moment what runs.
/// </summary>
internal sealed class ClusterUp
{
    private const int FirstPrivatePort = 21_000;
    private const int PortsApart = 16;

    private readonly CommandContext _context;
    private readonly ClusterFiles _files;
    private readonly SiloLauncher _launcher;
    private readonly List<ProcessIdentity> _started = [];
    private ClusterState _state;

    private ClusterUp(CommandContext context, ClusterFiles files)
    {
        _context = context;
        _files = files;
        _launcher = new SiloLauncher(files);
        _state = files.ReadState() ?? new ClusterState { Store = "", Engine = OrleansEngine.Name, Silos = [] };
    }

    /// <summary>The limits that the environment gives.</summary>
    private Dictionary<string, string> Limits()
    {
        var limits = new Dictionary<string, string>();
        foreach (var name in SiloLimits.Variables)
        {
            if (_context.Variable(name) is { Length: > 0 } value)
            {
                limits[name] = value;
            }
        }

        return limits;
    }

    private List<SiloRecord> Living => [.. _state.Silos.Where(silo => silo.IsAlive)];

    /// <returns>The cluster, and the names of the silos that were started now.</returns>
    public static async Task<(ClusterState State, IReadOnlyList<string> Started)> Run(ClusterWish wish, CommandContext context)
    {
        var files = ClusterFiles.In(context.Data);
        using var _ = files.Lock();
        SiloLimitsOf.Environment(context);
        var up = new ClusterUp(context, files);
        up.Refuse(wish);
        try
        {
            return await up.Start(wish, context.Interruption.Token);
        }
        catch (Exception)
        {
            await up.Undo();
            throw;
        }
    }

    private void Refuse(ClusterWish wish)
    {
        if (Living.Count == 0)
        {
            return;
        }

        if (_state.Engine != OrleansEngine.Name)
        {
            throw UserErrorException.Failed($"A cluster of the engine {_state.Engine} is up on {_state.Store} and this is {OrleansEngine.Name}; stop it with 'gleaner down' first.");
        }

        if (wish.Store is { } store && store.ToString() != _state.Store)
        {
            throw UserErrorException.Failed($"A cluster is up on {_state.Store}; stop it with 'gleaner down' before one starts on {store}.");
        }

        // Silos wait for their database for as long as it takes; to bring it back is what is missing.
        if (Living.Count >= wish.Silos && _state.Database is not { IsAlive: false })
        {
            var silos = Living.Count == 1 ? "1 silo" : $"{Living.Count} silos";
            throw UserErrorException.Failed($"A cluster of {silos} is up on {_state.Store}; 'gleaner status' shows it, 'gleaner down' stops it.");
        }
    }

    private async Task<(ClusterState, IReadOnlyList<string>)> Start(ClusterWish wish, CancellationToken cancellation)
    {
        var ports = new PortPlan(wish.FirstPort ?? FirstPortHere(), _state);
        var (store, isPrivate) = await OpenStore(wish, ports, cancellation);
        await StoreSchema.Apply(store, _context.Time, cancellation);
        await using var connection = await StoreDoor.Open(store, cancellation);
        var membership = new MembershipTable(connection);
        await RefuseStrangers(await LiveCluster.FindMembers(connection, cancellation), store);

        var silos = new List<SiloRecord>();
        var starting = new List<SiloRecord>();
        for (var number = 1; number <= Math.Max(wish.Silos, Living.Count); number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"silo-{number}");
            var recorded = _state.Silos.FirstOrDefault(silo => silo.Name == name);
            if (recorded?.IsAlive == true)
            {
                silos.Add(recorded);
                continue;
            }

            var (siloPort, gatewayPort, httpPort) = await ports.PortsFor(name, wish.FirstPort is null ? recorded : null, cancellation);
            var silo = new SiloRecord { Name = name, SiloPort = siloPort, GatewayPort = gatewayPort, HttpPort = httpPort, Log = Path.Combine(_files.Logs, $"{name}.log") };
            silos.Add(silo);
            starting.Add(silo);
        }

        // Only what is known to be dead: silos recorded here, and whoever had the ports that are free now.
        await membership.MarkDead([.. _state.Silos.Where(s => !s.IsAlive).Concat(starting).Select(s => s.SiloPort).Distinct()], cancellation);
        using (var database = new Database(store))
        {
            await new ClusterRecord(database).Claim(OrleansEngine.Name, cancellation);
        }

        // Not before all this went well: what is recorded must stay what the next command needs.
        if (!isPrivate)
        {
            await StopDatabase(_state.Database);
        }

        _files.WriteStore(store);
        _state = _state with { Store = store.ToString(), Engine = OrleansEngine.Name, Settings = Limits(), Silos = silos, Database = isPrivate ? _state.Database : null };
        foreach (var silo in starting)
        {
            Record(_launcher.Start(silo, store, _state.Settings));
        }

        await SiloLauncher.WaitUntilJoined(_state.Silos, membership, _context.Time, cancellation);
        return (_state, [.. starting.Select(silo => silo.Name)]);
    }

    private async Task<(StoreAddress Store, bool IsPrivate)> OpenStore(ClusterWish wish, PortPlan ports, CancellationToken cancellation)
    {
        // Silos that live stay where they are.
        var database = new PrivateDatabase(_files, _context.Time);
        var before = database.ReadStore();
        var given = wish.Store ?? (Living.Count > 0 && _state.Database is null ? _files.ReadStore() : null);
        if (given is not null && given.ToString() != before?.ToString())
        {
            return (given, false);
        }

        if (_state.Database is { IsAlive: true } && before is not null)
        {
            return (before, true);
        }

        var program = DatabaseProgram.Find(_context.Variable("PATH")) ?? throw UserErrorException.Failed(
            "There is no mariadbd or mysqld on PATH to start a private database with; install one (on Debian: apt-get install mariadb-server) or give --store mysql://user:password@host:port/database.");

        // Silos that live know the port by heart.
        var port = await ports.ForDatabase(wish.FirstPort is null || Living.Count > 0 ? before?.Port : null, cancellation);
        var (_, store) = await database.Start(program, port, started => Record(started), cancellation);
        return (store, true);
    }

    private Task RefuseStrangers(IReadOnlyList<MemberRow> members, StoreAddress store)
    {
        var stranger = members.FirstOrDefault(m => !Living.Any(silo => silo.SiloPort == m.Port));
        return stranger is null
            ? Task.CompletedTask
            : throw UserErrorException.Failed($"Another cluster is up on {store}: {stranger.Name} at {stranger.Address}:{stranger.Port} answers; stop it where it was started, or give another store.");
    }

    private void Record(SiloRecord silo)
    {
        _started.Add(silo.Process!);
        _state = _state with { Silos = [.. _state.Silos.Select(s => s.Name == silo.Name ? silo : s)] };
        _files.WriteState(_state);
    }

    private void Record(DatabaseRecord database)
    {
        _started.Add(database.Process!);
        _state = _state with { Database = database };
        _files.WriteState(_state);
    }

    private async Task StopDatabase(DatabaseRecord? database)
    {
        if (database is { IsAlive: true, Process: { } process })
        {
            await PrivateDatabase.Stop(process, _context.Time);
        }
    }

    /// <summary>Stops what was started, silos first.</summary>
    private async Task Undo()
    {
        var database = _state.Database?.Process;
        await ClusterDown.StopSilos([.. _started.Where(p => p != database)], _context.Time);
        if (database is not null && _started.Contains(database))
        {
            await PrivateDatabase.Stop(database, _context.Time);
        }

        if (_started.Count > 0)
        {
            _files.WriteState(ClusterDown.WithoutDead(_state));
        }
    }

    // Data directories spread over the ports, so that two clusters on one machine seldom look for the same ones.
    private int FirstPortHere()
    {
        const int places = 500;
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(_context.Data.Root));
        return FirstPrivatePort + (BitConverter.ToUInt16(hash) % places * PortsApart);
    }
}
