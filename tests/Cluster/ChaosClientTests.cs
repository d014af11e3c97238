using Gleaner.Client.Verifying;
using Gleaner.Tests.Cli;
using Gleaner.Tests.TestSupport;

namespace Gleaner.Tests.Cluster;

/// <summary>The client dies by kill -9 in the middle of its run, and another one picks the run up.</summary>
[Collection(ChaosRows.Name)]
public sealed class ChaosClientTests(ChaosFixture fixture) : IAsyncLifetime
{
    private const int Sources = 1_200;

    private readonly GleanerProcess _gleaner = new();

    private ChaosCluster Cluster => fixture.Cluster;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Cluster.Heal();
        _gleaner.Variables["GLEANER_STORE"] = Cluster.Store.ToSecretString();
    }

    public ValueTask DisposeAsync()
    {
        _gleaner.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Gather_ClientKilled_RunEndsAndWatchShowsAllOfIt()
    {
        _gleaner.File("urls.txt", string.Join('\n', ChaosRun.Urls(Cluster, "client", Sources)));
        using var client = _gleaner.Start("gather", "--urls", "urls.txt", "--json", "--allow-private", "--concurrency", "64");
        var errors = client.StandardError.ReadToEndAsync(Cancellation);
        var shown = new List<string>();
        while (shown.Count < Sources / 10 && await client.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            shown.Add(line);
        }

        client.Kill();
        shown.AddRange((await client.StandardOutput.ReadToEndAsync(Cancellation)).Split('\n'));
        await client.WaitForExitAsync(Cancellation);
        Assert.True(shown.Count < Sources, $"the run must outlive its client; {await errors}");
        Assert.True(shown[0].Length > 0, $"nothing was shown; {await errors}");
        var run = System.Text.Json.JsonDocument.Parse(shown[0]).RootElement.GetProperty("run").GetString()!;

        var watch = await _gleaner.Run("runs", "watch", run, "--json");
        Assert.Equal(0, watch.ExitCode);
        Assert.Equal(Sources, watch.Json.Select(outcome => outcome.GetProperty("source").GetString()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Sources, watch.Json.Count);
        // What the dead client left of its last line is no acknowledgement.
        var whole = shown.Where(line => line.EndsWith('}'));
        _gleaner.File("shown.ndjson", string.Join('\n', whole) + "\n" + watch.Output);
        Cluster.Origin.Log.WriteNdjson(Path.Combine(_gleaner.Folder, "origin.ndjson"));
        var verify = await _gleaner.Run("verify", run, "--origin-log", "origin.ndjson", "--acknowledged", "shown.ndjson");
        TestContext.Current.TestOutputHelper?.WriteLine($"chaos | client killed mid-gather | {verify.ErrorLines[^1]}");
        Assert.True(verify.ExitCode == 0, verify.Output);
        var verdict = await Oracle.Verify(Cluster.Store, run, Cluster.Origin.Log, Array.Empty<AcknowledgedOutcome>());
        Assert.Equal((Sources, Sources), (verdict.Outcomes, verdict.Ok));
    }
}
