using System.Text.Json;
using Gleaner.Tests.Cli;
using Gleaner.Tests.TestSupport.Origin;

namespace Gleaner.Tests.Cluster;

/// <summary>Every silo of a cluster is replaced while a run goes on, as its operator does it.</summary>
public sealed class RollingRestartTests : IAsyncLifetime
{
    private const int Silos = 3;
    private const int Sources = 4_000;

    private readonly GleanerProcess _gleaner = new();
    private TestOrigin _origin = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _origin = await TestOrigin.Start();

    public async ValueTask DisposeAsync()
    {
        await _gleaner.Run("down");
        await _origin.DisposeAsync();
        _gleaner.Dispose();
    }

    [Fact]
    public async Task Restart_RollingInTheMiddleOfARun_EverySourceIsOkOnce()
    {
        var up = await _gleaner.Run("up", "--silos", "3", "--json");
        Assert.True(up.ExitCode == 0, up.Error);
        var urls = Enumerable.Range(0, Sources).Select(i => _origin.Url($"/slow/400/{i}")).ToList();
        _gleaner.File("urls.txt", string.Join('\n', urls));
        var gather = _gleaner.Run("gather", "--urls", "urls.txt", "--json", "--allow-private", "--concurrency", "40");
        while (_origin.Log.Hits.Count < Sources / 20)
        {
            Assert.False(gather.IsCompleted);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }

        var restart = await _gleaner.Run("restart", "--rolling", "--json");
        Assert.True(restart.ExitCode == 0, restart.Error);
        Assert.False(gather.IsCompleted, "the run must outlast the restart");
        Assert.Equal(
            Enumerable.Range(1, Silos).SelectMany(i => (string[])[$"silo-{i} stopping", $"silo-{i} stopped", $"silo-{i} ready"]),
            restart.Json.Select(step => $"{step.GetProperty("silo")} {step.GetProperty("step")}"));

        var outcomes = await gather;
        Assert.True(outcomes.ExitCode == 0, outcomes.Error);
        Assert.Equal(urls.Order(), outcomes.Json.Select(outcome => outcome.GetProperty("url").GetString()!).Order());
        var rows = await _gleaner.Run("query", "SELECT COUNT(*) AS n, COUNT(DISTINCT source) AS sources, SUM(ok) AS ok FROM outcomes", "--json");
        Assert.Equal((Sources, Sources, Sources), (Number(rows, "n"), Number(rows, "sources"), Number(rows, "ok")));

        var after = await _gleaner.Run("status", "--json");
        Assert.Equal(0, after.ExitCode);
        Assert.Equal(up.Json.Select(Ports), after.Json.Select(Ports));
        Assert.Empty(up.Json.Select(Pid).Intersect(after.Json.Select(Pid)));
        TestContext.Current.SendDiagnosticMessage($"origin hits beyond one each source: {_origin.Log.Hits.Count - Sources}; {restart.ErrorLines[^1]}");
    }

    [Fact]
    public async Task Restart_ASiloThatDoesNotComeBack_EndsThereAndLeavesTheOthers()
    {
        var up = await _gleaner.Run("up", "--silos", "3", "--json");
        Assert.True(up.ExitCode == 0, up.Error);
        // Somebody else takes a port of the first silo as soon as that one has left it.
        var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, up.Json[0].GetProperty("httpPort").GetInt32());
        using var stop = new CancellationTokenSource();
        var taking = Take(taken, stop.Token);
        try
        {
            var restart = await _gleaner.Run("restart", "--rolling");
            Assert.Equal(1, restart.ExitCode);
            Assert.Contains("silo-1", restart.ErrorLines[^1], StringComparison.Ordinal);
            Assert.Contains("in use by another program", restart.ErrorLines[^1], StringComparison.Ordinal);
        }
        finally
        {
            await stop.CancelAsync();
            await taking;
            taken.Stop();
        }

        var status = await _gleaner.Run("status", "--json");
        Assert.Equal(["dead", "up", "up"], status.Json.Select(silo => silo.GetProperty("state").GetString()));
        Assert.Equal(up.Json.Skip(1).Select(Pid), status.Json.Skip(1).Select(Pid));
        Assert.Equal("silo-1 is not up; 'gleaner up --silos 3' makes the cluster whole first.", Assert.Single((await _gleaner.Run("restart", "--rolling")).ErrorLines));
        var healed = await _gleaner.Run("up", "--silos", "3");
        Assert.True(healed.ExitCode == 0, healed.Error);
    }

    [Fact]
    public async Task Restart_NotRolling_ReplacesAllAtOnce()
    {
        var up = await _gleaner.Run("up", "--silos", "2", "--json");
        Assert.True(up.ExitCode == 0, up.Error);
        var restart = await _gleaner.Run("restart", "--json");
        Assert.True(restart.ExitCode == 0, restart.Error);
        Assert.Equal(
            ["silo-1 stopping", "silo-2 stopping", "silo-1 stopped", "silo-2 stopped", "silo-1 ready", "silo-2 ready"],
            restart.Json.Select(step => $"{step.GetProperty("silo")} {step.GetProperty("step")}"));
        Assert.Equal(0, (await _gleaner.Run("status")).ExitCode);
    }

    [Fact]
    public async Task Restart_NothingUp_SaysSo()
    {
        var restart = await _gleaner.Run("restart", "--rolling");
        Assert.Equal((1, "No cluster is up; 'gleaner up' starts one."), (restart.ExitCode, Assert.Single(restart.ErrorLines)));
    }

    private static async Task Take(System.Net.Sockets.TcpListener listener, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                listener.Start();
                return;
            }
            catch (System.Net.Sockets.SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private static int Number(CliResult rows, string column) => rows.Json[0].GetProperty(column) is { ValueKind: JsonValueKind.Number } number
        ? (int)number.GetDouble()
        : int.Parse(rows.Json[0].GetProperty(column).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static int Pid(JsonElement silo) => silo.GetProperty("pid").GetInt32();

    private static (int, int, int) Ports(JsonElement silo) =>
        (silo.GetProperty("siloPort").GetInt32(), silo.GetProperty("gatewayPort").GetInt32(), silo.GetProperty("httpPort").GetInt32());
}
