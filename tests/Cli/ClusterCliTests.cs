using System.Text.Json;
using Gleaner.Pipeline.Storing;
using Gleaner.Tests.TestSupport;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.Cli;

/// <summary>The life of a cluster on a private database: up, gather, a silo killed, healed, all killed, back, down.</summary>
public sealed class ClusterCliTests : IAsyncLifetime
{
    private readonly GleanerProcess _gleaner = new();
    private TestOrigin _origin = null!;

    public async ValueTask InitializeAsync() => _origin = await TestOrigin.Start();

    public async ValueTask DisposeAsync()
    {
        await _gleaner.Run("down");
        await _origin.DisposeAsync();
        _gleaner.Dispose();
    }

    [Fact]
    public async Task Cluster_UpGatherKillUpDown_KeepsPortsAndData()
    {
        var up = await _gleaner.Run("up", "--silos", "2", "--json");
        Assert.True(up.ExitCode == 0, up.Error);
        Assert.Equal(["silo-1", "silo-2"], up.Json.Select(o => o.GetProperty("silo").GetString()));

        var gather = await _gleaner.Run("gather", "--json", "--allow-private", _origin.Url("/ok/1"), _origin.Url("/ok/2"));
        Assert.True(gather.ExitCode == 0, gather.Error);
        Assert.Contains("(the cluster that is up): joined its cluster of 2 silos.", gather.Error, StringComparison.Ordinal);

        var second = await _gleaner.Run("up", "--silos", "2");
        Assert.Equal(1, second.ExitCode);
        Assert.StartsWith("A cluster of 2 silos is up on mysql://gleaner@127.0.0.1:", Assert.Single(second.ErrorLines), StringComparison.Ordinal);

        await GleanerProcess.Signal(Pid(up.Json[1]), "KILL");
        var status = await _gleaner.Run("status", "--json");
        Assert.Equal((1, "up", "dead"), (status.ExitCode, State(status.Json[0]), State(status.Json[1])));

        var healed = await _gleaner.Run("up", "--silos", "2", "--json");
        Assert.True(healed.ExitCode == 0, healed.Error);
        Assert.Equal([false, true], healed.Json.Select(o => o.GetProperty("started").GetBoolean()));
        Assert.Equal(up.Json.Select(Ports), healed.Json.Select(Ports));
        Assert.Equal(0, (await _gleaner.Run("status")).ExitCode);

        foreach (var silo in healed.Json)
        {
            await GleanerProcess.Signal(Pid(silo), "KILL");
        }

        var again = await _gleaner.Run("up", "--silos", "2", "--json");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(up.Json.Select(Ports), again.Json.Select(Ports));

        var down = await _gleaner.Run("down");
        Assert.Equal(0, down.ExitCode);
        Assert.StartsWith("Stopped 2 silos and the private database;", down.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal("No cluster is up.", Assert.Single((await _gleaner.Run("down")).ErrorLines));
        Assert.Equal(1, (await _gleaner.Run("status")).ExitCode);

        Assert.Equal(0, (await _gleaner.Run("up", "--silos", "1")).ExitCode);
        var rows = await _gleaner.Run("query", "SELECT COUNT(*) AS n FROM outcomes", "--json");
        Assert.Equal(2, rows.Json[0].GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task Up_PrivateDatabaseKilled_StartsItAgainUnderTheSilos()
    {
        var up = await _gleaner.Run("up", "--silos", "2", "--json");
        Assert.True(up.ExitCode == 0, up.Error);
        var state = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_gleaner.Folder, "data", "gleaner", "cluster", "cluster.json"), TestContext.Current.CancellationToken));
        await GleanerProcess.Signal(Pid(state.RootElement.GetProperty("database").GetProperty("process")), "KILL");
        var status = await _gleaner.Run("status");
        Assert.Equal((1, "The members cannot be asked for: its private database is not running; 'gleaner up' starts it again."), (status.ExitCode, Assert.Single(status.ErrorLines)));

        var again = await _gleaner.Run("up", "--silos", "2");
        Assert.Equal(0, again.ExitCode);
        Assert.StartsWith("The private database was started again for the 2 silos that waited for it;", Assert.Single(again.ErrorLines), StringComparison.Ordinal);
        var gather = await _gleaner.Run("gather", "--json", "--allow-private", _origin.Url("/ok/1"));
        Assert.True(gather.ExitCode == 0, gather.Error);
        Assert.Equal(0, (await _gleaner.Run("status")).ExitCode);

        // Another server that starts would delete its temporary files from a folder that they share.
        var temporary = await _gleaner.Run("query", "SELECT @@tmpdir AS t", "--json");
        Assert.StartsWith(_gleaner.Folder, temporary.Json[0].GetProperty("t").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_OnAnotherStoreForAWhile_KeepsThePrivateDatabase()
    {
        await _gleaner.Run("up", "--silos", "1");
        await _gleaner.Run("gather", "--allow-private", _origin.Url("/ok/1"));
        await _gleaner.Run("down");

        // One that cannot be reached, then one that can.
        Assert.Equal(1, (await _gleaner.Run("up", "--store", "mysql://root:x@127.0.0.1:1/db")).ExitCode);
        var other = await MySqlServer.NewDatabase();
        var up = await _gleaner.Run("up", "--silos", "2", "--store", other.ToSecretString(), "--json");
        Assert.True(up.ExitCode == 0, up.Error);
        await GleanerProcess.Signal(Pid(up.Json[0]), "KILL");
        var healed = await _gleaner.Run("up", "--silos", "2");
        Assert.EndsWith($"store {other}.", Assert.Single(healed.ErrorLines), StringComparison.Ordinal);
        Assert.Equal($"Stopped 2 silos; what was stored stays in {other}.", (await _gleaner.Run("down")).ErrorLines[^1]);

        // The other engine, as the store sees it.
        using (var released = new Database(other))
        {
            await new ClusterRecord(released).Claim("another", TestContext.Current.CancellationToken);
        }

        var back = await _gleaner.Run("up", "--silos", "1");
        Assert.True(back.ExitCode == 0, back.Error);
        var rows = await _gleaner.Run("query", "SELECT COUNT(*) AS n FROM outcomes", "--json");
        Assert.Equal(1, rows.Json[0].GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task Up_UnreachableStore_SaysSoAndRecordsNoSilo()
    {
        var result = await _gleaner.Run("up", "--store", "mysql://root:x@127.0.0.1:1/db");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("The store mysql://root@127.0.0.1:1/db cannot be reached", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(1, (await _gleaner.Run("status")).ExitCode);
    }

    private static int Pid(JsonElement silo) => silo.GetProperty("pid").GetInt32();

    private static string? State(JsonElement silo) => silo.GetProperty("state").GetString();

    private static (int, int) Ports(JsonElement silo) => (silo.GetProperty("siloPort").GetInt32(), silo.GetProperty("gatewayPort").GetInt32());
}
